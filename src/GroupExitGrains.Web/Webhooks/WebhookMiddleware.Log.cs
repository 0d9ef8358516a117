using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

internal sealed partial class WebhookMiddleware
{
    [LoggerMessage(100, LogLevel.Error, "A callback to source {Source} failed")]
    private partial void LogFailed(Exception fault, string source);
}
