using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>Requests that HTTP does not allow, or that end before they are whole.</summary>
internal static class BrokenFraming
{
    public static FuzzRequest Make(Seed seed, byte[] body, Random random)
    {
        var head = RequestMutator.Head("POST", seed.Target, []);
        byte[] bytes = random.Next(14) switch
        {
            0 => Of($"{head}Content-Length: {body.Length + 10}\r\n\r\n", body),
            1 => Of($"{head}Content-Length: {body.Length / 2}\r\n\r\n", body),
            2 => Of($"{head}Content-Length: -1\r\n\r\n", body),
            3 => Of($"{head}Content-Length: {body.Length}\r\nContent-Length: {body.Length + 1}\r\n\r\n", body),
            4 => Of($"{head}Content-Length: 99999999999999999999\r\n\r\n", body),
            5 => Of($"{head}Transfer-Encoding: chunked\r\nContent-Length: {body.Length}\r\n\r\nzz\r\n", body),
            6 => Of($"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length + 5:x}\r\n", body),
            7 => Of($"{head}Transfer-Encoding: gzip\r\n\r\n", body),
            8 => Of($"POST {seed.Target}\r\n\r\n", body),
            9 => Of($"POST {seed.Target} HTTP/9.9\r\nHost: x\r\n\r\n", body),
            10 => Of($"POST /{new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", []),
            11 => Of($"{head}X: {new string('x', 20_000)}\r\n\r\n", []),
            12 => Of(head + string.Concat(Enumerable.Range(0, 100).Select(i => $"X{i}: 1\r\n")) + "Content-Length: 0\r\n\r\n", []),
            _ => Flipped(Of($"{head}Content-Length: {body.Length}\r\n\r\n", body), head.Length, random),
        };
        return new FuzzRequest(bytes, 1, IsSound: false, seed.Source, IsHead: false, Body: null);
    }

    private static byte[] Flipped(byte[] bytes, int headLength, Random random)
    {
        bytes[random.Next(headLength)] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Of(string head, byte[] body) => [.. Encoding.UTF8.GetBytes(head), .. body];
}
