using System.Globalization;
using System.Text.Json;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>
/// OpenIM's <c>groupType</c>. It comes as a number when a group is created, and as the character of that number when it
/// is dismissed: the server converts with Go's <c>string(int32)</c>, so 2 arrives as U+0002. Documents show digits, and
/// text of no meaning. Nothing depends on it, so nothing is refused for it.
/// </summary>
internal static class OpenImGroupType
{
    private const int WorkingGroup = 2;

    public static string? Read(ref JsonBody body)
    {
        var value = body.Find("groupType"u8);
        if (value.Type == JsonTokenType.Number)
        {
            return body.Number("groupType"u8) is { } number ? Name(number) : null;
        }

        // Not as free text: there a NUL, which is type 0, would be lost.
        if (!value.IsString || !value.TryGetText(out var text) || text.Length == 0)
        {
            return null;
        }

        return text.Length == 1 && char.IsControl(text[0]) ? Name(text[0])
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? Name(digits)
            : Requests.FreeText.Clean(text);
    }

    private static string Name(long number) => number == WorkingGroup
        ? nameof(WorkingGroup)
        : number.ToString(CultureInfo.InvariantCulture);
}
