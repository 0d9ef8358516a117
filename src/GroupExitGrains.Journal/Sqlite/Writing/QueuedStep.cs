using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>A write beside the history, such as a snapshot, that shares a transaction with what else is waiting.</summary>
internal sealed class QueuedStep(Action<Database> step, long bytes)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IQueuedWrite
{
    private const int BytesPerRow = 1024;

    public int Weight => (int)Math.Min(int.MaxValue, 1 + (bytes / BytesPerRow));

    public long Bytes => bytes;

    public GroupKey? Group => null;

    public bool IsLaterPart => false;

    public void Execute(Database database) => step(database);

    public void Complete() => TrySetResult();

    public void Fail(Exception exception) => TrySetException(exception);
}
