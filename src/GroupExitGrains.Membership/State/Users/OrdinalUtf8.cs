namespace GroupExitGrains.Membership;

/// <summary>
/// Compares texts in UTF-8 as <see cref="string.CompareOrdinal(string, string)"/> compares them in UTF-16. The two orders
/// differ where one has a character beyond U+FFFF, whose surrogates come before U+E000 there.
/// </summary>
internal static class OrdinalUtf8
{
    private const byte FirstOfE000 = 0xEE;
    private const byte FirstBeyondFfff = 0xF0;

    public static int Compare(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var same = x.CommonPrefixLength(y);
        return same == x.Length || same == y.Length
            ? x.Length - y.Length
            : InUtf16(x[same]) - InUtf16(y[same]);
    }

    // What begins with EE or EF goes behind what begins with F0 to F4. Where bytes within a character differ, both are below.
    private static int InUtf16(byte first) =>
        first is >= FirstOfE000 and < FirstBeyondFfff ? first + 0x100 : first;
}
