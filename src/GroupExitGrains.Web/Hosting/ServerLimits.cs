using System.Net;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GroupExitGrains.Web.Hosting;

/// <summary>What the server allows a client to take its time over, and whom it lets near.</summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerOptions kestrel, GroupExitOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

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
