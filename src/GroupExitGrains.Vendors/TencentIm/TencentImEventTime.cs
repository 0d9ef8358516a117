using System.Globalization;
using System.Text.Json;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>
/// <c>EventTime</c>, milliseconds since 1970. The English documents show a string, the Chinese ones a number, those
/// before 2023 none.
/// </summary>
internal static class TencentImEventTime
{
    public static DateTimeOffset? Read(ref JsonBody body)
    {
        var value = body.Find("EventTime"u8);
        var milliseconds = value.Type switch
        {
            JsonTokenType.None or JsonTokenType.Null => 0,
            JsonTokenType.Number => body.Number("EventTime"u8) ?? 0,
            JsonTokenType.String when body.Text("EventTime"u8) is { } text => Parse(ref body, text),
            JsonTokenType.String => 0,
            _ => WrongType(ref body, value.Type),
        };
        if (milliseconds == 0)
        {
            return null;
        }

        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            body.Fail("wrong-value", "EventTime"u8, "is no time in milliseconds since 1970");
            return null;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private static long Parse(ref JsonBody body, string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            body.Fail("wrong-value", "EventTime"u8, "is no whole number of milliseconds");
        }

        return milliseconds;
    }

    private static long WrongType(ref JsonBody body, JsonTokenType found)
    {
        body.WrongType("EventTime"u8, "a number or a string", found);
        return 0;
    }
}
