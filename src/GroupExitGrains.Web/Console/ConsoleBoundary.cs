using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Console;

/// <summary>Marks the addresses of the console.</summary>
internal sealed record ConsoleAddress;

/// <summary>
/// Gives every answer of the console what all have in common: it runs nothing but its own script and style, is shown in no
/// frame, is not stored on the way, and an error is a page that says what is wrong.
/// </summary>
internal sealed partial class ConsoleBoundary(RequestDelegate next, ILogger<ConsoleBoundary> logger)
{
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

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
            // Nobody waits for an answer any more.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var (status, title, detail) = Explain(context, exception);
            context.Response.Clear();
            AddHeaders(context.Response);
            await ConsoleErrors.WriteAsync(context, status, title, detail);
        }
    }

    internal static void AddHeaders(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        // Addresses hold ids.
        response.Headers["Referrer-Policy"] = "same-origin";
    }

    private (int Status, string Title, string Detail) Explain(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                return (problem.Kind.Status, problem.Kind.Title, problem.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
            case InvalidDataException:
                return (StatusCodes.Status413PayloadTooLarge, Problems.ContentTooLarge.Title,
                    $"A form takes up to {FormGuard.MaxBytes / (1024 * 1024)} MiB. Longer lists are imported over the API: PUT .../members.");
            case BadHttpRequestException refused:
                return (refused.StatusCode, Problems.BadRequest.Title, refused.Message);
            case JournalUnavailableException:
                LogFault(exception, context.GetEndpoint()?.DisplayName);
                return (StatusCodes.Status503ServiceUnavailable, Problems.JournalUnavailable.Title, "Storage does not answer. Try again in a moment.");
            case JournalDamagedException:
                LogFault(exception, context.GetEndpoint()?.DisplayName);
                return (StatusCodes.Status500InternalServerError, Problems.JournalDamaged.Title, exception.Message);
            default:
                LogFault(exception, context.GetEndpoint()?.DisplayName);
                return (StatusCodes.Status500InternalServerError, Problems.InternalError.Title,
                    $"The log says why, under request {context.TraceIdentifier}.");
        }
    }

    [LoggerMessage(341, LogLevel.Error, "A page of the console failed: {Endpoint}")]
    private partial void LogFault(Exception fault, string? endpoint);
}
