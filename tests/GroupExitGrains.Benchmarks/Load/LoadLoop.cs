using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>
/// Sends requests over a number of connections, one at a time on each, all from one thread: about as cheap as <c>wrk</c>, and it
/// knows what it has sent. Either each answer is followed by the next request, or requests are due at a fixed rate. Then an
/// answer's latency counts from when its request was due, also where it could not be sent yet: a server that stands still is
/// charged for all that would have come meanwhile.
/// </summary>
internal sealed class LoadLoop : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Connection[] _connections;
    private readonly Stack<Connection> _idle = new();
    private readonly Readiness _readiness;
    private readonly Func<long, byte[]> _next;
    private readonly List<double> _latencies = new(1 << 16);
    private long _sent;
    private int _failures;

    public LoadLoop(Uri server, int connections, Func<long, byte[]> next)
    {
        _next = next;
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new Connection(server))];
        _readiness = new Readiness([.. _connections.Select(connection => connection.Socket)]);
        foreach (var connection in _connections)
        {
            _idle.Push(connection);
        }
    }

    /// <param name="duration">For how long; what is under way or due by then is finished.</param>
    /// <param name="perSecond">The fixed rate; as fast as answers come if absent.</param>
    /// <exception cref="TimeoutException">An answer did not come within a minute.</exception>
    public LoadResult Run(TimeSpan duration, double? perSecond)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = Stopwatch.GetElapsedTime(start);
            for (var due = Due(perSecond, now); due <= now && due < duration && _idle.TryPop(out var connection); due = Due(perSecond, now))
            {
                connection.Send(_next(++_sent), perSecond is null ? Stopwatch.GetElapsedTime(start) : due);
            }

            var next = Due(perSecond, now);
            if (_idle.Count == _connections.Length && next >= duration)
            {
                break;
            }

            if (now > duration + Patience)
            {
                throw new TimeoutException($"{_connections.Length - _idle.Count} answers did not come.");
            }

            if (_readiness.Wait(_idle.Count > 0 && next < duration ? next - now : Patience))
            {
                Receive(start);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var sorted = _latencies.ToArray();
        Array.Sort(sorted);
        return new LoadResult(seconds, sorted, _failures);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Socket.Dispose();
        }
    }

    private TimeSpan Due(double? perSecond, TimeSpan now) =>
        perSecond is { } rate ? TimeSpan.FromTicks((long)(_sent * TimeSpan.TicksPerSecond / rate)) : now;

    private void Receive(long start)
    {
        for (var i = 0; i < _connections.Length; i++)
        {
            if (_readiness[i] && _connections[i].Receive() is { } status)
            {
                _latencies.Add((Stopwatch.GetElapsedTime(start) - _connections[i].Since).TotalMilliseconds);
                _failures += status == 200 ? 0 : 1;
                _idle.Push(_connections[i]);
            }
        }
    }

    private sealed class Connection
    {
        private byte[] _buffer = new byte[4096];
        private int _filled;

        public Connection(Uri server) => Socket.Connect(new IPEndPoint(IPAddress.Loopback, server.Port));

        public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        /// <summary>When the request under way was sent or due.</summary>
        public TimeSpan Since { get; private set; }

        public void Send(byte[] request, TimeSpan since)
        {
            Since = since;
            Socket.Send(request);
        }

        /// <summary>The answer's status, once all of it is there.</summary>
        public int? Receive()
        {
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            _filled += Socket.Receive(_buffer.AsSpan(_filled)) is > 0 and var received
                ? received
                : throw new IOException("The server closed the connection.");
            if (HttpAnswer.Read(_buffer.AsSpan(0, _filled)) is not { } answer || _filled < answer.Length)
            {
                return null;
            }

            _filled = 0;
            return answer.Status;
        }
    }
}
