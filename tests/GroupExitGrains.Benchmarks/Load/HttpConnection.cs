using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>
/// One HTTP/1.1 connection that sends ready-made requests and reads just enough of each answer. An ordinary client would cost
/// more than the server that is measured.
/// </summary>
internal sealed class HttpConnection(Uri server) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public async Task ConnectAsync(CancellationToken cancellationToken) =>
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellationToken);

    /// <summary>Sends a request and returns the answer's status and body; the body is valid until the next call.</summary>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(
        ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None, cancellationToken);
        }

        var filled = 0;
        var headEnd = -1;
        while (headEnd < 0)
        {
            filled += await ReceiveAsync(filled, cancellationToken);
            headEnd = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        var head = _buffer.AsSpan(0, headEnd);
        var status = ((head[9] - '0') * 100) + ((head[10] - '0') * 10) + head[11] - '0';
        var length = ContentLength(head);
        var start = headEnd + 4;
        while (filled < start + length)
        {
            filled += await ReceiveAsync(filled, cancellationToken);
        }

        return (status, _buffer.AsMemory(start, length));
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int filled, CancellationToken cancellationToken)
    {
        if (filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
        return received > 0 ? received : throw new IOException("The server closed the connection.");
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
            ? length
            : throw new IOException("An answer without Content-Length.");
    }
}
