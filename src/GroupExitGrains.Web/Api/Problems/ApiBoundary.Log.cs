using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

internal sealed partial class ApiBoundary
{
    [LoggerMessage(300, LogLevel.Warning, "The journal is unavailable for {Method} {Endpoint}")]
    private partial void LogUnavailable(Exception fault, string method, string? endpoint);

    [LoggerMessage(301, LogLevel.Error, "The journal is damaged where {Method} {Endpoint} reads it")]
    private partial void LogDamaged(Exception fault, string method, string? endpoint);

    [LoggerMessage(302, LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogUnhandled(Exception fault, string method, string? endpoint);
}
