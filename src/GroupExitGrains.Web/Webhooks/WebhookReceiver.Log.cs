using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

internal sealed partial class WebhookReceiver
{
    [LoggerMessage(110, LogLevel.Information, "Refused a request to source {Source} with {Status}: {Cause}. Left out before: {Left}")]
    private partial void LogRefused(string source, int status, string cause, long left);

    [LoggerMessage(111, LogLevel.Warning, "A callback to source {Source} was not durable within {Deadline}. Left out before: {Left}")]
    private partial void LogLate(string source, TimeSpan deadline, long left);

    [LoggerMessage(112, LogLevel.Warning, "A callback to source {Source} could not be made durable: storage is unavailable. Left out before: {Left}")]
    private partial void LogUnavailable(Exception fault, string source, long left);

    [LoggerMessage(113, LogLevel.Error, "A callback to source {Source} could not be recorded. Left out before: {Left}")]
    private partial void LogNotRecorded(Exception fault, string source, long left);

    [LoggerMessage(114, LogLevel.Warning, "Refused a callback to source {Source}: there are as many under way as {Setting} allows. Left out before: {Left}")]
    private partial void LogOverloaded(string source, string setting, long left);
}
