using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Membership;

public sealed partial class GroupLedger
{
    [LoggerMessage(1001, LogLevel.Warning, "Appending callback {CallbackId} in parts was interrupted; it goes on when its group is loaded again.")]
    private static partial void LogPartsInterrupted(ILogger logger, Exception exception, CallbackId callbackId);

    [LoggerMessage(1002, LogLevel.Information, "Going on with callback {CallbackId} behind {Done} entries.")]
    private static partial void LogPartsResumed(ILogger logger, CallbackId callbackId, int done);

    [LoggerMessage(1003, LogLevel.Warning, "The snapshot does not stand at entry {Sequence} of this history; replaying all of it.")]
    private static partial void LogSnapshotForeign(ILogger logger, long sequence);

    [LoggerMessage(1004, LogLevel.Critical, "The history cannot be read back from entry {Sequence} on. Callbacks are kept; verify the group.")]
    private static partial void LogHistoryDamaged(ILogger logger, Exception exception, long sequence);

    [LoggerMessage(1005, LogLevel.Warning, "A snapshot cannot be read back; replaying the history.")]
    private static partial void LogSnapshotDamaged(ILogger logger, Exception exception);

    [LoggerMessage(1006, LogLevel.Warning, "A snapshot was not saved; the next one will be.")]
    private static partial void LogSnapshotNotSaved(ILogger logger, Exception exception);
}
