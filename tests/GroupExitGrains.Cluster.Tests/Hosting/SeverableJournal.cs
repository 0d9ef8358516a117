using GroupExitGrains.Membership;

namespace GroupExitGrains.Cluster.Tests.Hosting;

/// <summary>
/// A silo's journal that can be cut off the way a process that dies is: what it is at may or may not have become durable, and
/// nobody in it ever hears of it; what comes later does not reach storage at all.
/// </summary>
internal sealed class SeverableJournal(IJournal journal) : IJournal
{
    private volatile bool _severed;

    public void Sever() => _severed = true;

    public async Task<AppendOutcome> AppendAsync(Append append)
    {
        await StopIfSeveredAsync();
        var outcome = await journal.AppendAsync(append);
        await StopIfSeveredAsync();
        return outcome;
    }

    public async Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken)
    {
        await StopIfSeveredAsync();
        return await journal.FindGroupAsync(group, cancellationToken);
    }

    public IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken) =>
        journal.ReadAsync(group, afterSequence, withRequests, cancellationToken);

    public async Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken)
    {
        await StopIfSeveredAsync();
        return await journal.FindCallbackAsync(id, cancellationToken);
    }

    public async Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken)
    {
        await StopIfSeveredAsync();
        return await journal.PendingGroupsAsync(cancellationToken);
    }

    private Task StopIfSeveredAsync() => _severed ? new TaskCompletionSource().Task : Task.CompletedTask;
}
