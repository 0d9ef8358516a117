using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Health;

internal sealed partial class Readiness
{
    [LoggerMessage(200, LogLevel.Warning, "Not ready: storage is unavailable")]
    private partial void LogUnavailable(Exception fault);
}
