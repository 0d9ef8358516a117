using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>Ports of loopback that nobody listens on.</summary>
internal static class FreePorts
{
    /// <summary>The first of several ports in a row, below those that the system gives out by itself.</summary>
    public static int TakeRow(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(15_000, 30_000);
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

    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
