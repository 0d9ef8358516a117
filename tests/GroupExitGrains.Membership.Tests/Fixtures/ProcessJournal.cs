namespace GroupExitGrains.Membership.Tests.Fixtures;

/// <summary>The journal as one process sees it: once that is dead, nothing more comes from it.</summary>
internal sealed class ProcessJournal(IJournal journal) : IJournal
{
    private volatile bool _dead;

    public void Kill() => _dead = true;

    public Task<AppendOutcome> AppendAsync(Append append) => _dead
        ? Task.FromException<AppendOutcome>(new JournalUnavailableException("The process is dead."))
        : journal.AppendAsync(append);

    public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
        journal.FindGroupAsync(group, cancellationToken);

    public IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken) =>
        journal.ReadAsync(group, afterSequence, withRequests, cancellationToken);

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        journal.FindCallbackAsync(id, cancellationToken);

    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
        journal.PendingGroupsAsync(cancellationToken);
}
