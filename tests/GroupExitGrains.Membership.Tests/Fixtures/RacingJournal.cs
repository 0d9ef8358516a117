namespace GroupExitGrains.Membership.Tests.Fixtures;

/// <summary>Something is written right after the head row was first read.</summary>
internal sealed class RacingJournal(IJournal journal, Func<Task> write) : IJournal
{
    private bool _written;

    public Task<AppendOutcome> AppendAsync(Append append) => journal.AppendAsync(append);

    public async Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken)
    {
        var record = await journal.FindGroupAsync(group, cancellationToken);
        if (!_written)
        {
            _written = true;
            await write();
        }

        return record;
    }

    public IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken) =>
        journal.ReadAsync(group, afterSequence, withRequests, cancellationToken);

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        journal.FindCallbackAsync(id, cancellationToken);

    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
        journal.PendingGroupsAsync(cancellationToken);
}
