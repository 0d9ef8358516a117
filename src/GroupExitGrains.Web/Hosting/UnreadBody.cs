using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GroupExitGrains.Web.Hosting;

/// <summary>
/// The server drops what was not read of a body, so that the next request on its connection is found behind it; but it ends the
/// connection where that is more than it takes of a body, 30 MB otherwise. Who is not told of it loses what he sends next.
/// </summary>
internal static class UnreadBody
{
    /// <summary>Tells the client that the connection ends behind this answer, if it will.</summary>
    public static void Announce(HttpContext context)
    {
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.Request.ContentLength > most
            && (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol)))
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
