namespace GroupExitGrains.Standalone;

internal sealed partial class GroupUpkeep
{
    [LoggerMessage(400, LogLevel.Information, "Resuming a group of source {Source} whose last callback is not appended whole")]
    private partial void LogResuming(string source);

    [LoggerMessage(401, LogLevel.Error, "A group could not be resumed")]
    private partial void LogNotResumed(Exception fault);
}
