namespace GroupExitGrains.Journal.Spool;

/// <summary>What waits on local disk, at one moment.</summary>
/// <param name="Depth">Callbacks that wait, those being written included.</param>
/// <param name="Groups">How many groups they belong to.</param>
/// <param name="Bytes">Bytes on disk, those of drained callbacks in a segment with others that wait included.</param>
/// <param name="OldestReceivedAt">When the oldest of them was received; absent if none waits.</param>
/// <param name="CircuitOpen">The journal missed a deadline, and callbacks go straight to the spool until it is back.</param>
/// <param name="IsFull">By bytes or by age: what would have to be spooled is refused.</param>
/// <param name="LastFault">Why the disk failed last; absent once it has taken a write again.</param>
/// <param name="DeadLetters">Callbacks put aside because the ledger refuses them, those of earlier runs included.</param>
public sealed record SpoolStatus(
    long Depth,
    int Groups,
    long Bytes,
    DateTimeOffset? OldestReceivedAt,
    bool CircuitOpen,
    bool IsFull,
    string? LastFault,
    long DeadLetters)
{
    /// <summary>Whether a callback that the journal does not take would be kept here.</summary>
    public bool CanAccept => !IsFull && LastFault is null;
}
