using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>What stands in a JSON text where something else should, as it is written there.</summary>
internal static class OddValues
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "-1", "1", "2.5", "1e3", "1E+2", "1e999", "-1e-999", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "1670574414123.0", "99999999999999999999999999999999", "0.1e1", "2147483648", "-2147483649", "60", "100",
    ];

    private static readonly string[] s_texts =
    [
        "", " ", "..", ".", "/", "a/b", "../x", "%2F", "%00", "*", "?", "null", "0", "true", "@TGS#1", "user123", "owner",
        "\\u0000", "a\\u0000b", "\\n", "\\t", "\\ud800", "\\udc00x", "\\ud83d\\ude00", "\u7fa4", "\U0001F600\U0001F600", "e\u0301", "\u202Eabc", "\u200B",
        "\\u202e", "\uFEFFid", "\\\\", "\\\"", "<script>alert(1)</script>", "' OR 1=1 --", "\u007f", "\u0085", "\\u0085", "Kicked", "Quit", "Admin ",
        "Member", "Public", "AVChatRoom", "Community", "\\u0067roupID", "\uD7FF", "\uFFFD", "\uFFFF",
    ];

    private static readonly string[] s_rest =
    [
        "null", "true", "false", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":1}", "[\"\"]", "[\"a\",null]", "[1,2]", "[\"a\",\"a\",\"a\"]",
        "tru", "nul", "01", "+1", ".5", "NaN", "Infinity", "'a'", "\"", "\"\\q\"", "\"\\u12\"", "[", "{", "]", "}", ":", ",", "//", "/*x*/1", "",
    ];

    public static string Any(Random random) => random.Next(4) switch
    {
        0 => s_numbers[random.Next(s_numbers.Length)],
        1 or 2 => $"\"{Text(random)}\"",
        _ => s_rest[random.Next(s_rest.Length)],
    };

    /// <summary>The inside of a string.</summary>
    public static string Text(Random random) => random.Next(12) switch
    {
        0 => new string('g', random.Next(250, 262)),
        1 => new StringBuilder().Insert(0, "\u7fa4", random.Next(83, 90)).ToString(),
        2 => new string('x', random.Next(1000, 100_000)),
        _ => s_texts[random.Next(s_texts.Length)],
    };
}
