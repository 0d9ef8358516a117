using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Hosting;

/// <summary>Names each request in the log and in its answer, so that one leads to the other; says, too, if the connection ends.</summary>
internal sealed class RequestIds(RequestDelegate next, ILogger<RequestIds> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                context.Response.Headers["Request-Id"] = context.TraceIdentifier;
                UnreadBody.Announce(context);
                return Task.CompletedTask;
            },
            context);
        using var scope = logger.BeginScope(new RequestScope(context.TraceIdentifier));
        await next(context);
    }
}
