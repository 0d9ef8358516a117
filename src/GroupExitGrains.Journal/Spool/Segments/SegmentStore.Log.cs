using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool.Segments;

internal sealed partial class SegmentStore
{
    [LoggerMessage(3201, LogLevel.Warning, "{Callbacks} callbacks of {Groups} groups wait in {Segments} segments of the spool; they are drained now.")]
    private static partial void LogRecovered(ILogger logger, long callbacks, int groups, int segments);

    [LoggerMessage(3202, LogLevel.Critical, "Spool segment {Segment} is damaged: {Length} bytes at {Offset} are no record. Its other callbacks are drained; the file is kept beside the others as .damaged.")]
    private static partial void LogDamaged(ILogger logger, SegmentName segment, long offset, long length);

    [LoggerMessage(3203, LogLevel.Warning, "Spool segment {Segment} ended at {Offset} in {Length} bytes that are no record, as a write that was interrupted leaves them. They are cut off and kept as .cut.")]
    private static partial void LogTailCut(ILogger logger, SegmentName segment, long offset, int length);

    [LoggerMessage(3204, LogLevel.Error, "The spool's disk failed.")]
    private static partial void LogDiskFault(ILogger logger, Exception exception);

    [LoggerMessage(3205, LogLevel.Warning, "A drained callback of spool segment {Segment} could not be marked: after a restart it is offered again, and recognised.")]
    private static partial void LogMarkFailed(ILogger logger, Exception exception, SegmentName segment);

    [LoggerMessage(3206, LogLevel.Warning, "Spool segment {Segment} could not be taken back to its last accepted callback: after a restart refused ones may be recorded.")]
    private static partial void LogAbandonFailed(ILogger logger, Exception exception, SegmentName segment);

    [LoggerMessage(3207, LogLevel.Information, "The spool's disk takes writes again.")]
    private static partial void LogDiskWell(ILogger logger);
}
