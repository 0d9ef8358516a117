using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace GroupExitGrains.Web.Hosting;

/// <summary>Takes a request for one of whoever the proxies in front say it is of.</summary>
internal static class ForwardedSenders
{
    /// <summary>
    /// Reads <c>X-Forwarded-For</c> from its end for as long as the address that it came from is a configured proxy's: what a
    /// sender writes into it is never reached.
    /// </summary>
    public static void UseForwardedSenders(this IApplicationBuilder app, GroupExitOptions options)
    {
        if (options.Proxies.Count == 0)
        {
            return;
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };

        // The loopback is among them unless told otherwise.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.Proxies)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        app.UseForwardedHeaders(forwarded);
    }
}
