using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;
using GroupExitGrains.Web.Hosting;
using GroupExitGrains.Web.Overload;
using GroupExitGrains.Web.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>
/// Answers everything under <c>/webhooks</c>. It stands before routing: the vendors' callbacks are nearly all of the traffic,
/// and each of them gets an answer in its vendor's words, whatever happens.
/// </summary>
internal sealed partial class WebhookMiddleware(
    RequestDelegate next,
    WebhookSources sources,
    WebhookReceiver receiver,
    SourceActivity activity,
    WebhookAllowances allowances,
    CallbackDurations durations,
    CallbackTracing tracing,
    TimeProvider time,
    ILogger<WebhookMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return WebhookPath.TryRead(target, out var path) ? AnswerAsync(context, path) : next(context);
    }

    private async Task AnswerAsync(HttpContext context, WebhookPath path)
    {
        var started = time.GetTimestamp();
        var receivedAt = time.GetUtcNow().WholeMilliseconds();
        var id = CallbackId.New(receivedAt);
        var name = id.ToString();
        if (!sources.TryFind(path.Source, out var source))
        {
            await WebhookAnswer.UnknownSource.WriteAsync(context, name);
            return;
        }

        using var span = tracing.Start(context.Request.Method, source.Name, name);
        using var scope = logger.BeginScope(new RequestScope(name));
        activity.Received(source.Name, receivedAt);
        var request = Describe(context.Request, source.Name, id, receivedAt);
        var share = new RequestShare(allowances);
        try
        {
            var answer = await ReceiveAsync(context, source, path, request, share);

            // Before it is written: whoever has the answer finds it counted.
            durations.Answered(source.Name, answer.Status, time.GetElapsedTime(started));
            CallbackTracing.End(span, answer.Status);
            await answer.WriteAsync(context, name);
        }
        finally
        {
            share.End();
        }
    }

    private async Task<WebhookAnswer> ReceiveAsync(
        HttpContext context, WebhookSource source, WebhookPath path, WebhookRequest request, RequestShare share)
    {
        try
        {
            return await receiver.ReceiveAsync(context, source, path, request, share);
        }
        catch (Exception fault)
        {
            LogFailed(fault, source.Name);
            return new WebhookAnswer(
                StatusCodes.Status500InternalServerError,
                source.Vendor.Fail(request, StatusCodes.Status500InternalServerError, "internal-error", "see the log of the receiver"));
        }
    }

    private static WebhookRequest Describe(HttpRequest request, string source, CallbackId id, DateTimeOffset receivedAt) => new()
    {
        Source = source,
        CallbackId = id,
        ReceivedAt = receivedAt,
        Query = request.QueryString.Value is { Length: > 1 } query ? query[1..] : null,
        OperationId = Text(request, "operationID"),
        ContentType = request.ContentType,
        UserAgent = Text(request, "User-Agent"),
    };

    private static string? Text(HttpRequest request, string header) =>
        request.Headers.TryGetValue(header, out var values) ? values.ToString() : null;
}
