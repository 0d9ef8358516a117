using System.Net;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Hosting;

/// <summary>Where a request comes from.</summary>
internal static class Senders
{
    /// <summary>
    /// The address of the sender: that of the connection or, if that is a configured proxy's, the one it was forwarded for. A
    /// socket for both families shows an IPv4 sender as ::ffff:a.b.c.d.
    /// </summary>
    public static IPAddress? Sender(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
}
