using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

internal sealed partial class RejectionLog
{
    [LoggerMessage(120, LogLevel.Warning, "A rejection of source {Source} ({Cause}) could not be kept. Left out before: {Left}")]
    private partial void LogNotKept(Exception fault, string source, string cause, long left);
}
