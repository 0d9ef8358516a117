using System.Diagnostics;
using GroupExitGrains.Journal.Telemetry;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Commit;

/// <summary>
/// An append that waits for its commit. Whoever awaits it goes on where it is completed: never on the writer, which leaves
/// that to an <see cref="Announcement"/>.
/// </summary>
internal sealed class QueuedAppend(Append append) : TaskCompletionSource<AppendOutcome>, IQueuedWrite
{
    private const int BytesPerRow = 1024;
    private readonly long _queuedAt = Stopwatch.GetTimestamp();
    private bool _failed;

    /// <summary>The span that it was asked for in; absent if nobody traces.</summary>
    public Activity? Span { get; } = Activity.Current;

    public Append Append { get; } = append;

    /// <summary>What became of it, once its transaction has committed.</summary>
    public AppendOutcome Outcome { get; set; }

    public int Weight => 1 + Append.Entries.Count + (Append.RequestBytes.Length / BytesPerRow);

    public long Bytes => Append.RequestBytes.Length;

    public GroupKey? Group => Append.Group;

    public bool IsLaterPart => Append.Part is AppendPart.Chunk or AppendPart.Last;

    public void Complete()
    {
        if (!_failed)
        {
            JournalMetrics.Appended(_queuedAt);
            TrySetResult(Outcome);
        }
    }

    public void Fail(Exception exception)
    {
        if (!_failed)
        {
            _failed = true;
            ThreadPool.UnsafeQueueUserWorkItem(
                static failed => failed.Append.TrySetException(failed.Exception),
                (Append: this, Exception: exception),
                preferLocal: false);
        }
    }
}
