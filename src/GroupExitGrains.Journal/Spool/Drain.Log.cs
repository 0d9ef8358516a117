using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool;

internal sealed partial class Drain
{
    [LoggerMessage(3221, LogLevel.Information, "The journal is back; {Depth} spooled callbacks are drained.")]
    private static partial void LogBack(ILogger logger, long depth);

    [LoggerMessage(3222, LogLevel.Error, "The journal is away again while the spool is drained.")]
    private static partial void LogAwayAgain(ILogger logger);

    [LoggerMessage(3223, LogLevel.Debug, "The journal did not take a spooled callback of {Group}; it is offered again.")]
    private static partial void LogStillAway(ILogger logger, Exception exception, GroupKey group);

    [LoggerMessage(3224, LogLevel.Error, "A spooled callback of {Group} was refused; its group waits until it is offered again.")]
    private static partial void LogRefused(ILogger logger, Exception exception, GroupKey group);

    [LoggerMessage(3225, LogLevel.Critical, "Callback {CallbackId} of {Group} was refused again and again. It is among the spool's dead letters; its group goes on without it.")]
    private static partial void LogDeadLetter(ILogger logger, Exception exception, CallbackId callbackId, GroupKey group);

    [LoggerMessage(3226, LogLevel.Critical, "A spooled callback of {Group} cannot be read from segment {Segment} at {Offset}. The segment is kept as .damaged; the group goes on without it.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, GroupKey group, string segment, int offset);

    [LoggerMessage(3227, LogLevel.Critical, "Draining a group failed in a way nobody thought of. It goes on after a restart.")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(3228, LogLevel.Information, "Nothing is spooled to try the journal with; it is offered the next callback.")]
    private static partial void LogTryingWithNext(ILogger logger);
}
