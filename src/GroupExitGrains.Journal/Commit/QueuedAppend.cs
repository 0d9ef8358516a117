using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Commit;

/// <summary>An append that waits for its commit. Whoever awaits it goes on elsewhere, never on the writer.</summary>
internal sealed class QueuedAppend(Append append)
    : TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IQueuedWrite
{
    private const int BytesPerRow = 1024;

    public Append Append { get; } = append;

    /// <summary>What became of it, once its transaction has committed.</summary>
    public AppendOutcome Outcome { get; set; }

    public int Weight => 1 + Append.Entries.Count + (Append.RequestBytes.Length / BytesPerRow);

    public GroupKey? Group => Append.Group;

    public bool IsLaterPart => Append.Part is AppendPart.Chunk or AppendPart.Last;

    public void Complete() => TrySetResult(Outcome);

    public void Fail(Exception exception) => TrySetException(exception);
}
