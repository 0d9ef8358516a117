using System.Net;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;
using GroupExitGrains.Web.Overload;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>The way of a callback from the request to its answer.</summary>
internal sealed partial class WebhookReceiver(
    IGroups groups,
    RejectionLog rejections,
    UnsupportedSamples samples,
    SourceActivity activity,
    WebhookBody bodies,
    GroupExitOptions options,
    TimeProvider time,
    ILogger<WebhookReceiver> logger)
{
    private readonly LogRate _refusals = new(time, perSecond: 100);
    private readonly LogRate _failures = new(time, perSecond: 20);

    public async Task<WebhookAnswer> ReceiveAsync(
        HttpContext context, WebhookSource source, WebhookPath path, WebhookRequest request, RequestShare share)
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

        var sender = context.Sender();
        var isAdmitted = source.Networks.Admit(sender);
        var hasSecret = source.TryOpen(path, out var command);
        request = request with { CommandFromPath = command };
        if (!isAdmitted || !hasSecret)
        {
            share.DrawAsStranger();
        }
        else if (!share.HasRoomForCallback && !source.Vendor.EchoesBody(request))
        {
            return RefuseOverload(source, request, nameof(LimitOptions.MaxConcurrentCallbacks));
        }

        ArrivedBody body;
        try
        {
            body = await bodies.ReadAsync(context, share);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or IOException or OperationCanceledException)
        {
            var status = (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return Refuse(source, request, status, "incomplete-body", "the body did not arrive whole");
        }

        if (body.Bytes is null)
        {
            return RefuseBody(context, source, request, body);
        }

        request = request with { Body = body.Bytes };
        var result = !isAdmitted ? Unauthorized("wrong-network", "the sender's address is in no allowed network", command)
            : !hasSecret ? Unauthorized("wrong-secret", "the secret in the path is wrong, missing, or not expected", command)
            : source.Vendor.Read(request, source.Settings);

        switch (result)
        {
            case ReadResult.Recognised recognised:
                return share.TryBecomeCallback()
                    ? await RecordAsync(source, request, recognised.Callback, share)
                    : RefuseOverload(source, request, nameof(LimitOptions.MaxConcurrentCallbacks));
            case ReadResult.Ignored ignored:
                activity.Unsupported(source.Name, ignored.Command);
                if (samples.Wants(source.Name, ignored.Command))
                {
                    samples.Keep(Rejected(request, ignored.Reason, "This program does not use it.", ignored.Command, sender));
                }

                return new WebhookAnswer(StatusCodes.Status200OK, ignored.Answer);
            case ReadResult.Refused refused:
                await rejections.KeepAsync(Rejected(request, refused.Cause, refused.Detail, refused.Command, sender), share);
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
        if (_refusals.Admits(out var left))
        {
            LogRefused(source.Name, status, cause, left);
        }

        return new WebhookAnswer(status, source.Vendor.Fail(request, status, cause, detail));
    }

    private WebhookAnswer RefuseBody(HttpContext context, WebhookSource source, in WebhookRequest request, ArrivedBody body)
    {
        if (body.Fault == BodyFault.NoRoom)
        {
            return RefuseOverload(source, request, nameof(LimitOptions.MaxBodyBytesInFlight));
        }

        if (body.Fault == BodyFault.TooLarge)
        {
            return Refuse(
                source, request, StatusCodes.Status413PayloadTooLarge, "body-too-large", $"the body is over {options.MaxBodyBytes} bytes");
        }

        // The rest of it is not waited for.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }

        return Refuse(
            source,
            request,
            StatusCodes.Status408RequestTimeout,
            "body-too-slow",
            $"the body did not arrive within {options.Limits.BodyWithin.TotalSeconds:0.#} s");
    }

    private WebhookAnswer RefuseOverload(WebhookSource source, in WebhookRequest request, string setting)
    {
        activity.Overloaded(source.Name, setting);
        if (_failures.Admits(out var left))
        {
            LogOverloaded(source.Name, setting, left);
        }

        const int Unavailable = StatusCodes.Status503ServiceUnavailable;
        return new WebhookAnswer(
            Unavailable, source.Vendor.Fail(request, Unavailable, "overloaded", "there is too much under way; try again"));
    }

    private async Task<WebhookAnswer> RecordAsync(
        WebhookSource source, WebhookRequest request, Callback callback, RequestShare share)
    {
        using var deadline = new CancellationTokenSource(options.AnswerWithin, time);
        Task<Receipt>? recording = null;
        try
        {
            recording = groups.RecordAsync(callback, deadline.Token);
            share.Outlast(recording);
            var receipt = await recording.WaitAsync(deadline.Token);
            activity.Recorded(source.Name, callback.Command, receipt.State);
            return new WebhookAnswer(StatusCodes.Status200OK, source.Vendor.Ok);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            if (_failures.Admits(out var left))
            {
                LogLate(source.Name, options.AnswerWithin, left);
            }

            LogWhenFailed(recording, source.Name);
        }
        catch (JournalUnavailableException fault)
        {
            if (_failures.Admits(out var left))
            {
                LogUnavailable(fault, source.Name, left);
            }
        }
        catch (Exception fault)
        {
            // Whatever it is: the callback is not known to be durable, and the sender must not be told that it is.
            LogFailure(fault, source.Name);
        }

        activity.Unavailable(source.Name, callback.Command);
        const int Unavailable = StatusCodes.Status503ServiceUnavailable;
        return new WebhookAnswer(
            Unavailable, source.Vendor.Fail(request, Unavailable, "unavailable", "the callback could not be made durable; try again"));
    }

    // Nobody waits for it any more, so nobody else would see how it ended.
    private void LogWhenFailed(Task<Receipt>? recording, string source) => _ = recording?.ContinueWith(
        ended => LogFailure(ended.Exception!.GetBaseException(), source),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    private void LogFailure(Exception fault, string source)
    {
        if (_failures.Admits(out var left))
        {
            LogNotRecorded(fault, source, left);
        }
    }
}
