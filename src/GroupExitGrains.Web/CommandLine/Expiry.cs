using System.Globalization;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.CommandLine;

/// <summary>When a key expires, as somebody types it: <c>90d</c>, <c>12h</c>, <c>30m</c>, or a time.</summary>
internal static class Expiry
{
    private const int MostDays = 36_500;

    /// <exception cref="ConfigurationFaultException">It is neither.</exception>
    public static DateTimeOffset Read(string text, DateTimeOffset now)
    {
        if (text.Length > 1
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= MostDays)
        {
            switch (text[^1])
            {
                case 'd': return now.AddDays(number);
                case 'h': return now.AddHours(number);
                case 'm': return now.AddMinutes(number);
            }
        }

        return TimeText.TryRead(text, out var time)
            ? time
            : throw new ConfigurationFaultException($"--expires is '{text}'; must be as 90d, 12h, 30m or 2027-01-01T00:00:00Z");
    }
}
