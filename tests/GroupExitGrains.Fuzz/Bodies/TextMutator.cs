using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>Changes a body as text or bytes: the result is mostly no JSON any more.</summary>
internal static class TextMutator
{
    private static readonly byte[][] s_splinters =
    [
        [0], [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], "\""u8.ToArray(), "\\"u8.ToArray(), ","u8.ToArray(),
        "//x\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "\"groupID\":\"h\","u8.ToArray(), " "u8.ToArray(), "}"u8.ToArray(), "]"u8.ToArray(),
    ];

    public static byte[] Change(byte[] body, Random random)
    {
        var at = random.Next(body.Length + 1);
        var splinter = s_splinters[random.Next(s_splinters.Length)];
        return random.Next(12) switch
        {
            0 => body[..at],
            1 => [.. body, .. body],
            2 => [.. body, .. "{}"u8],
            3 => [0xEF, 0xBB, 0xBF, .. body],
            4 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            5 => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(body))],
            6 => [.. "[]"u8, .. body],
            7 => [.. new string(' ', random.Next(5_000)).Select(c => (byte)c), .. body, (byte)'\n'],
            8 => Deep(random),
            9 when body.Length > 0 => Flip(body, random),
            10 => [],
            _ => [.. body[..at], .. splinter, .. body[at..]],
        };
    }

    private static byte[] Deep(Random random) =>
        Encoding.ASCII.GetBytes(new StringBuilder().Insert(0, random.Next(2) == 0 ? "[" : "{\"a\":", 20_000).ToString());

    private static byte[] Flip(byte[] body, Random random)
    {
        var flipped = body.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }
}
