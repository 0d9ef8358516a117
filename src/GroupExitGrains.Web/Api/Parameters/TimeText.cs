using System.Globalization;

namespace GroupExitGrains.Web.Api;

/// <summary>Times that a client gives: ISO 8601, a date or a date with a time, UTC unless an offset says otherwise.</summary>
internal static class TimeText
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public static bool TryRead(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
