using System.Net;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GroupExitGrains.Web.Hosting;

/// <summary>What the server allows a client to take its time over, and whom it lets near.</summary>
internal static class ServerLimits
{
    private const int BufferPerConnection = 64 * 1024;

    public static void Apply(KestrelServerOptions kestrel, GroupExitOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

        // What one connection can hold in memory: what it has sent and nobody has looked at, and what it does not fetch.
        limits.MaxConcurrentConnections = options.Limits.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBufferSize = BufferPerConnection;
        limits.MaxResponseBufferSize = BufferPerConnection;

        // The streams of a connection share its window.
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = 8 * 1024;
        limits.Http2.InitialConnectionWindowSize = 2 * BufferPerConnection;
        limits.Http2.InitialStreamWindowSize = BufferPerConnection + BufferPerConnection / 2;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

        // This is asked for every endpoint before it is bound, wherever it was configured.
        kestrel.ConfigureEndpointDefaults(endpoint => RefuseToExpose(options, endpoint.IPEndPoint));
    }

    private static void RefuseToExpose(GroupExitOptions options, IPEndPoint? endpoint)
    {
        if (options.AllowInsecure || endpoint is null || IPAddress.IsLoopback(endpoint.Address))
        {
            return;
        }

        foreach (var (name, source) in options.Sources)
        {
            if (source.IsOpen)
            {
                throw new ConfigurationFaultException(
                    $"{GroupExitOptions.Section}:Sources:{name} is open to anyone who can reach {endpoint}: "
                    + "set its PathSecret, Token or AllowedNetworks, listen on 127.0.0.1, or set GroupExit:AllowInsecure");
            }
        }
    }
}
