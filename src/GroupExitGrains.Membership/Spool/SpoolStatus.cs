namespace GroupExitGrains.Membership;

/// <summary>What waits on local disk, at one moment.</summary>
/// <param name="IsEnabled">There is a spool.</param>
/// <param name="Depth">Callbacks that wait, those being written included.</param>
/// <param name="Groups">How many groups they belong to.</param>
/// <param name="Bytes">Bytes on disk, those of drained callbacks in a segment with others that wait included.</param>
/// <param name="OldestReceivedAt">When the one that has waited longest was received; absent if none waits.</param>
/// <param name="IsJournalAway">The journal missed a deadline, and callbacks go straight to the spool until it is back.</param>
/// <param name="IsFull">By bytes or by age: what would have to be spooled is refused.</param>
/// <param name="LastFault">Why the disk failed last; absent once it has taken a write again.</param>
/// <param name="DeadLetters">Callbacks put aside because the ledger refuses them, those of earlier runs included.</param>
/// <param name="Spooled">Callbacks that were spooled since this process started.</param>
/// <param name="Drained">Callbacks that have left the spool since this process started.</param>
public sealed record SpoolStatus(
    bool IsEnabled,
    long Depth,
    int Groups,
    long Bytes,
    DateTimeOffset? OldestReceivedAt,
    bool IsJournalAway,
    bool IsFull,
    string? LastFault,
    long DeadLetters,
    long Spooled,
    long Drained)
{
    /// <summary>Of a process without a spool.</summary>
    public static SpoolStatus Disabled { get; } = new(
        IsEnabled: false, 0, 0, 0, OldestReceivedAt: null, IsJournalAway: false, IsFull: false, LastFault: null, 0, 0, 0);

    /// <summary>
    /// Since when the one that has waited longest waits, which is its age; absent if none waits. What is replayed was received
    /// long before.
    /// </summary>
    public DateTimeOffset? OldestSpooledAt { get; init; }

    /// <summary>Whether a callback that the journal does not take would be kept here.</summary>
    public bool CanAccept => IsEnabled && !IsFull && LastFault is null;
}
