using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Connects to the very address that was checked: a name that resolves to another one a moment later leads nowhere else.
/// </summary>
/// <param name="allowPrivate">Any address will do.</param>
/// <param name="resolve">The addresses of a name.</param>
internal sealed class TargetConnection(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>How long one of several addresses may keep the others waiting.</summary>
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(2);

    public TargetConnection(bool allowPrivate)
        : this(allowPrivate, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="AddressRefusedException">No address of the name may be connected to.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await resolve(target.Host, cancellationToken);
        var admitted = allowPrivate ? addresses : Array.FindAll(addresses, AddressRule.IsPublic);
        if (admitted.Length == 0)
        {
            throw new AddressRefusedException(addresses.Length == 0
                ? $"{target.Host} has no address"
                : $"{target.Host} is {string.Join(", ", addresses.AsEnumerable())}, which is not public");
        }

        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(admitted[i], target.Port, isLast: i == admitted.Length - 1, cancellationToken);
            }
            catch (Exception exception) when (i < admitted.Length - 1
                && exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // There is another one to try.
            }
        }
    }

    private static async Task<Stream> ConnectAsync(IPAddress address, int port, bool isLast, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!isLast)
        {
            deadline.CancelAfter(PerAddress);
        }

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, deadline.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A target is where nothing may be sent to.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
