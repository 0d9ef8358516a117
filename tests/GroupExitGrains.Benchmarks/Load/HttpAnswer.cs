using System.Buffers.Text;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>Reads just enough of an answer to know its status and where it ends.</summary>
/// <param name="Status">The status code.</param>
/// <param name="BodyStart">Where the body begins.</param>
/// <param name="Length">How long head and body are together.</param>
internal readonly record struct HttpAnswer(int Status, int BodyStart, int Length)
{
    /// <summary>The head of an answer; null if not all of it is there.</summary>
    /// <exception cref="IOException">It does not say how long its body is.</exception>
    public static HttpAnswer? Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = bytes[..end];
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
            ? new HttpAnswer(((head[9] - '0') * 100) + ((head[10] - '0') * 10) + head[11] - '0', end + 4, end + 4 + length)
            : throw new IOException("An answer without Content-Length.");
    }
}
