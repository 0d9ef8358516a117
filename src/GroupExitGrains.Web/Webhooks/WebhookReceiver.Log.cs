using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

internal sealed partial class WebhookReceiver
{
    [LoggerMessage(110, LogLevel.Information, "Refused a request to source {Source} with {Status}: {Cause}")]
    private partial void LogRefused(string source, int status, string cause);

    [LoggerMessage(111, LogLevel.Warning, "A callback to source {Source} was not durable within {Deadline}")]
    private partial void LogLate(string source, TimeSpan deadline);

    [LoggerMessage(112, LogLevel.Warning, "A callback to source {Source} could not be made durable: storage is unavailable")]
    private partial void LogUnavailable(Exception fault, string source);

    [LoggerMessage(113, LogLevel.Error, "A callback to source {Source} could not be recorded")]
    private partial void LogNotRecorded(Exception fault, string source);
}
