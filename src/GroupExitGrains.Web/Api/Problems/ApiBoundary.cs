using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Gives every answer of the admin API what all have in common: it is not stored on the way, and an error has a body that
/// says what is wrong, whoever found it.
/// </summary>
internal sealed partial class ApiBoundary(RequestDelegate next, ILogger<ApiBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        AddHeaders(context.Response);
        try
        {
            await next(context);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more; the status is for the access log.
            SetStatus(context.Response, StatusCodes.Status499ClientClosedRequest);
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var problem = Explain(context, exception);
            context.Response.Clear();
            AddHeaders(context.Response);
            await WriteAsync(context, problem);
            return;
        }

        await AnswerBareStatusAsync(context);
    }

    private static async Task AnswerBareStatusAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentType is not null || response.ContentLength is not null)
        {
            return;
        }

        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed && HttpMethods.IsOptions(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            response.Headers.Allow = $"{response.Headers.Allow}, OPTIONS";
            return;
        }

        var detail = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"{context.Request.Path} is no address of this API; /openapi/v1.json lists them.",
            StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not among {response.Headers.Allow}.",
            _ => "The server refused the request before it was read.",
        };
        await WriteAsync(context, Problems.OfStatus(response.StatusCode).Details(detail));
    }

    private ProblemDetails Explain(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem.Kind.Details(problem.Message);
            case BadHttpRequestException refused:
                return Problems.OfStatus(refused.StatusCode).Details(refused.Message);
            case GroupWaitsException:
                return WithRequestId(context, Problems.GroupWaits.Details(
                    "Callbacks of the group that came before wait on this process's disk and go first; nothing was changed. "
                    + $"Send it again when they have left: {AdminApi.Root}/spool shows what waits."));
            case JournalUnavailableException:
                LogUnavailable(exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
                return WithRequestId(context, Problems.JournalUnavailable.Details("Storage does not answer. Try again in a moment."));
            case JournalDamagedException:
                LogDamaged(exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
                return WithRequestId(context, Problems.JournalDamaged.Details(exception.Message));
            default:
                LogUnhandled(exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
                return WithRequestId(context, Problems.InternalError.Details("The log says why, under this request id."));
        }
    }

    private static ProblemDetails WithRequestId(HttpContext context, ProblemDetails problem)
    {
        problem.Extensions["requestId"] = context.TraceIdentifier;
        return problem;
    }

    private static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    private static void AddHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private static void SetStatus(HttpResponse response, int status)
    {
        if (!response.HasStarted)
        {
            response.StatusCode = status;
        }
    }
}
