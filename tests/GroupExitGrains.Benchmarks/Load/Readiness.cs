using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>
/// Waits until some of many sockets can be read, to the microsecond: the platform's own waiting costs a thread switch for each
/// socket, and counts in milliseconds.
/// </summary>
internal sealed partial class Readiness
{
    private const short Readable = 1;
    private readonly Watched[] _sockets;

    public Readiness(IReadOnlyList<Socket> sockets) =>
        _sockets = [.. sockets.Select(socket => new Watched { Handle = (int)socket.Handle, Events = Readable })];

    /// <summary>Waits for a time at most, and returns whether anything can be read; <see cref="this[int]"/> tells what.</summary>
    public unsafe bool Wait(TimeSpan most)
    {
        var (seconds, rest) = Math.DivRem(Math.Max(0, most.Ticks), TimeSpan.TicksPerSecond);
        var time = new Time { Seconds = (nint)seconds, Nanoseconds = (nint)(rest * TimeSpan.NanosecondsPerTick) };
        fixed (Watched* sockets = _sockets)
        {
            // Below 0 is a signal that interrupted it: the caller looks at the clock and waits again.
            return Poll(sockets, (nuint)_sockets.Length, &time, null) > 0;
        }
    }

    /// <summary>Whether the last wait found that a socket can be read, or has failed.</summary>
    public bool this[int socket] => _sockets[socket].Happened != 0;

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static unsafe partial int Poll(Watched* sockets, nuint count, Time* timeout, void* signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int Handle;
        public short Events;
        public short Happened;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
