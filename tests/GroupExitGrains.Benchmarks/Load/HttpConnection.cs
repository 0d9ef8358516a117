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
        HttpAnswer? head = null;
        while (head is not { } whole || filled < whole.Length)
        {
            filled += await ReceiveAsync(filled, cancellationToken);
            head ??= HttpAnswer.Read(_buffer.AsSpan(0, filled));
        }

        return (head.Value.Status, _buffer.AsMemory(head.Value.BodyStart..head.Value.Length));
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
}
