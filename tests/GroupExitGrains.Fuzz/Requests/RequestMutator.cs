using System.Globalization;
using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>Makes requests of seeds. The same seed and number make the same request each time, on every machine.</summary>
internal static class RequestMutator
{
    private static readonly string[] s_methods = ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW", "post"];

    private static readonly string[] s_headers =
    [
        "Content-Type: text/plain", "Content-Type: application/json; charset=utf-16", "Content-Type: \u00e4", "Content-Type:", "Content-Encoding: gzip",
        "Content-Encoding: identity", "operationID: 1", "operationID: \u7fa4", "operationID:", "User-Agent: x", "Expect: 100-continue",
        "Accept: text/html", "Cookie: a=b", "X-Forwarded-For: 1.2.3.4, ::1, garbage", "Authorization: Bearer x", "Range: bytes=0-1",
        "Upgrade: websocket", "Origin: http://x", "If-None-Match: *", "X-HTTP-Method-Override: DELETE", "Content-Language: \"",
    ];

    public static FuzzRequest Make(int seed, long number)
    {
        var random = new Random(unchecked((seed * 486187739) ^ (int)(number * 0x9E3779B1)));
        var command = Seeds.All[random.Next(Seeds.All.Count)];
        var body = BodyMutator.Mutate(command.BodyFor(random), random);
        var shape = random.Next(100);
        return shape switch
        {
            < 60 => Sound(command, command.Target, "POST", body, [], random),
            < 70 => Sound(command, command.Target, "POST", body, Headers(random), random),
            < 82 => TargetMutator.Change(command, random) is var (target, reaches)
                ? Sound(reaches ? command : command with { Source = "" }, target, "POST", body, Headers(random), random)
                : throw new InvalidOperationException("A target is always made."),
            < 86 => Sound(command, command.Target, s_methods[random.Next(s_methods.Length)], body, [], random),
            < 92 => Pipelined(command, random),
            _ => BrokenFraming.Make(command, body, random),
        };
    }

    /// <summary>A request that is framed well, by its length or in chunks.</summary>
    public static FuzzRequest Sound(
        Seed command, string target, string method, byte[] body, IReadOnlyList<string> headers, Random random)
    {
        var isChunked = random.Next(5) == 0;
        var head = Head(method, target, headers)
            + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n"));
        byte[] bytes = [.. Encoding.UTF8.GetBytes(head), .. isChunked ? Chunks(body, random) : body];
        return new FuzzRequest(bytes, 1, IsSound: true, command.Source.Length > 0 ? command.Source : null, method == "HEAD", body);
    }

    public static string Head(string method, string target, IReadOnlyList<string> headers)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: x\r\n");
        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        return head.ToString();
    }

    private static List<string> Headers(Random random) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => s_headers[random.Next(s_headers.Length)])];

    private static byte[] Chunks(byte[] body, Random random)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, random.Next(4) == 0 ? random.Next(1, 20) : random.Next(1, 70_000));
            chunks.Write(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{length:x}{(random.Next(6) == 0 ? ";ext=1" : "")}\r\n")));
            chunks.Write(body, at, length);
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private static FuzzRequest Pipelined(Seed command, Random random)
    {
        var count = random.Next(2, 6);
        var bytes = Enumerable.Range(0, count)
            .SelectMany(_ => Sound(command, command.Target, "POST", BodyMutator.Mutate(command.BodyFor(random), random), [], random).Bytes)
            .ToArray();
        return new FuzzRequest(bytes, count, IsSound: true, command.Source, IsHead: false, Body: null);
    }
}
