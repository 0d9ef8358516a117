using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// Appends of one group in one batch, each continuing the one before: only what the first expects is held against the head
/// row, and only what the last leaves is written to it.
/// </summary>
internal sealed class AppendChain
{
    private readonly List<QueuedAppend> _appends = [];

    public AppendChain(QueuedAppend first)
    {
        Expected = first.Append.Expected;
        ExpectedPending = PendingBefore(first.Append);
        Tally = new SourceTally(first.Append.Group.Source);
        Take(first);
    }

    public GroupKey Group => _appends[0].Append.Group;

    public IReadOnlyList<QueuedAppend> Appends => _appends;

    /// <summary>What the head row must say.</summary>
    public GroupHead Expected { get; }

    /// <summary>The callback that must be the one being appended in parts; absent if there must be none.</summary>
    public CallbackId? ExpectedPending { get; }

    /// <summary>What the head row will say.</summary>
    public GroupSummary Summary { get; private set; } = null!;

    /// <summary>The callback that will be the one being appended in parts.</summary>
    public CallbackId? Pending { get; private set; }

    public SourceTally Tally { get; }

    /// <summary>Takes an append that continues the chain; false for another, of which only the head row can tell.</summary>
    public bool TryAdd(QueuedAppend next)
    {
        if (next.Append.Expected != Summary.Head || PendingBefore(next.Append) != Pending)
        {
            return false;
        }

        Take(next);
        return true;
    }

    private void Take(QueuedAppend next)
    {
        _appends.Add(next);
        Summary = next.Append.Summary;
        Pending = next.Append.Part is AppendPart.Begin or AppendPart.Chunk ? next.Append.Facts.CallbackId : null;
        Tally.Add(next.Append);
    }

    private static CallbackId? PendingBefore(Append append) =>
        append.Part is AppendPart.Chunk or AppendPart.Last ? append.Facts.CallbackId : null;
}
