namespace GroupExitGrains.Membership;

public sealed partial class GroupLedger
{
    /// <summary>
    /// Walks the hash chain in the journal and holds the head row, the raw requests and the snapshot against it. Null for an
    /// unknown group.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The journal could not be read.</exception>
    public Task<Verification?> VerifyAsync(CancellationToken cancellationToken) =>
        new HistoryVerifier(Group, _journal, _snapshots, _options).VerifyAsync(cancellationToken);
}
