using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>A receiver of events that takes each one at once, counts it and does nothing else: what is measured is the sender.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _taken;

    public EventReceiver()
    {
        _listener.Start(backlog: 128);
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public long Taken => Interlocked.Read(ref _taken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        using var socket = accepted;
        socket.NoDelay = true;
        var answer = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray();
        var buffer = new byte[64 * 1024];
        var filled = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token) is > 0 and var received)
            {
                filled += received;
                while (LengthOf(buffer.AsSpan(0, filled)) is { } length && length <= filled)
                {
                    Interlocked.Increment(ref _taken);
                    buffer.AsSpan(length, filled - length).CopyTo(buffer);
                    filled -= length;
                    await socket.SendAsync(answer, _stop.Token);
                }

                if (filled == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The sender closed it, or the benchmark is over.
        }
    }

    private static int? LengthOf(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var at = request[..end].IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(request[(at + 16)..], out int length, out _)
            ? end + 4 + length
            : throw new IOException("A request without Content-Length.");
    }
}
