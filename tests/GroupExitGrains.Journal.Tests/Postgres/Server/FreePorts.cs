using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Journal.Tests.Postgres.Server;

/// <summary>
/// Ports of loopback for processes that are told theirs before they start. They are below those that the system gives out by
/// itself: one of those may be some connection's own by the time the process listens.
/// </summary>
internal static class FreePorts
{
    private const int First = 15_000;
    private const int End = 30_000;

    /// <summary>A port that nobody listens on.</summary>
    public static int Take() => TakeRow(1);

    /// <summary>The first of several such ports in a row.</summary>
    public static int TakeRow(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, End - count);
            var listeners = Enumerable.Range(first, count).Select(port => new TcpListener(IPAddress.Loopback, port)).ToList();
            try
            {
                listeners.ForEach(listener => listener.Start());
                return first;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody has one of them; others are as good.
            }
            finally
            {
                listeners.ForEach(listener => listener.Dispose());
            }
        }
    }
}
