using System.Diagnostics;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>
/// Decides which callbacks are traced. The dice fall before anything is made, so that the others cost no memory. A
/// <c>traceparent</c> of the sender is not believed: it would let strangers decide how much is traced.
/// </summary>
internal sealed class CallbackTracing(GroupExitOptions options)
{
    private const string Route = "/webhooks/{source}";
    private readonly double _ratio = options.Telemetry.TraceRatio;

    /// <summary>Begins the first span of a callback; null if this one is not traced.</summary>
    public Activity? Start(string method, string source, string callbackId)
    {
        if (!Tracing.Source.HasListeners() || Random.Shared.NextDouble() >= _ratio)
        {
            return null;
        }

        // Neither the address nor an id of a group or user: the one has a secret in it, the others are personal. The
        // callback's id finds them.
        var span = Tracing.Source.StartActivity($"{Known(method)} {Route}", ActivityKind.Server);
        span?.SetTag("http.request.method", Known(method));
        span?.SetTag("http.route", Route);
        span?.SetTag(HostMetrics.Source, source);
        span?.SetTag("groupexit.callback.id", callbackId);
        return span;
    }

    /// <summary>Ends it with the status of the answer.</summary>
    public static void End(Activity? span, int status)
    {
        span?.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }

        span?.Dispose();
    }

    private static string Known(string method) => HttpMethods.IsPost(method) ? HttpMethods.Post : "_OTHER";
}
