using System.Net;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>The way of a callback from the request to its answer.</summary>
internal sealed partial class WebhookReceiver(
    IGroups groups,
    RejectionLog rejections,
    UnsupportedSamples samples,
    SourceActivity activity,
    GroupExitOptions options,
    TimeProvider time,
    ILogger<WebhookReceiver> logger)
{
    public async Task<WebhookAnswer> ReceiveAsync(
        HttpContext context, WebhookSource source, WebhookPath path, WebhookRequest request)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Refuse(source, request, StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "callbacks are sent with POST");
        }

        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding.ToString() is not ("" or "identity"))
        {
            return Refuse(
                source, request, StatusCodes.Status415UnsupportedMediaType, "unsupported-encoding", "Content-Encoding is not supported");
        }

        byte[]? body;
        try
        {
            body = await WebhookBody.ReadAsync(context, options.MaxBodyBytes);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or IOException or OperationCanceledException)
        {
            var status = (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return Refuse(source, request, status, "incomplete-body", "the body did not arrive whole");
        }

        if (body is null)
        {
            return Refuse(
                source, request, StatusCodes.Status413PayloadTooLarge, "body-too-large", $"the body is over {options.MaxBodyBytes} bytes");
        }

        var hasSecret = source.TryOpen(path, out var command);
        request = request with { Body = body, CommandFromPath = command };
        var sender = context.Sender();
        var result = !source.Networks.Admit(sender) ? Unauthorized("wrong-network", "the sender's address is in no allowed network", command)
            : !hasSecret ? Unauthorized("wrong-secret", "the secret in the path is wrong, missing, or not expected", command)
            : source.Vendor.Read(request, source.Settings);

        switch (result)
        {
            case ReadResult.Recognised recognised:
                return await RecordAsync(source, request, recognised.Callback);
            case ReadResult.Ignored ignored:
                activity.Unsupported(source.Name, ignored.Command);
                if (samples.Wants(source.Name, ignored.Command))
                {
                    samples.Keep(Rejected(request, ignored.Reason, "This program does not use it.", ignored.Command, sender));
                }

                return new WebhookAnswer(StatusCodes.Status200OK, ignored.Answer);
            case ReadResult.Refused refused:
                await rejections.KeepAsync(Rejected(request, refused.Cause, refused.Detail, refused.Command, sender));
                return Refuse(
                    source,
                    request,
                    refused.Kind == RefusalKind.Unauthorized ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest,
                    refused.Cause,
                    refused.Detail);
            default:
                throw new InvalidOperationException($"{result.GetType()} is no result of reading a callback.");
        }
    }

    private static ReadResult.Refused Unauthorized(string cause, string detail, string? command) =>
        new(RefusalKind.Unauthorized, cause, detail, command);

    private static Rejection Rejected(in WebhookRequest request, string cause, string detail, string? command, IPAddress? sender) =>
        new(request.CallbackId, request.Source, request.ReceivedAt, cause, detail, command, sender?.ToString(), request.ToRaw());

    private WebhookAnswer Refuse(WebhookSource source, in WebhookRequest request, int status, string cause, string detail)
    {
        activity.Rejected(source.Name, cause);
        LogRefused(source.Name, status, cause);
        return new WebhookAnswer(status, source.Vendor.Fail(request, status, cause, detail));
    }

    private async Task<WebhookAnswer> RecordAsync(WebhookSource source, WebhookRequest request, Callback callback)
    {
        using var deadline = new CancellationTokenSource(options.AnswerWithin, time);
        Task<Receipt>? recording = null;
        try
        {
            recording = groups.RecordAsync(callback, deadline.Token);
            var receipt = await recording.WaitAsync(deadline.Token);
            activity.Recorded(source.Name, receipt.State == CallbackState.Duplicate);
            return new WebhookAnswer(StatusCodes.Status200OK, source.Vendor.Ok);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogLate(source.Name, options.AnswerWithin);
            LogWhenFailed(recording, source.Name);
        }
        catch (JournalUnavailableException fault)
        {
            LogUnavailable(fault, source.Name);
        }
        catch (Exception fault)
        {
            // Whatever it is: the callback is not known to be durable, and the sender must not be told that it is.
            LogNotRecorded(fault, source.Name);
        }

        activity.Unavailable(source.Name);
        const int Unavailable = StatusCodes.Status503ServiceUnavailable;
        return new WebhookAnswer(
            Unavailable, source.Vendor.Fail(request, Unavailable, "unavailable", "the callback could not be made durable; try again"));
    }

    // Nobody waits for it any more, so nobody else would see how it ended.
    private void LogWhenFailed(Task<Receipt>? recording, string source) => _ = recording?.ContinueWith(
        ended => LogNotRecorded(ended.Exception!.GetBaseException(), source),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);
}
