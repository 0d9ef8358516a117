using System.Runtime.CompilerServices;
using GroupExitGrains.Journal;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>A journal that fails, and takes its time, when told to.</summary>
internal sealed class TestedJournal(IJournalStorage storage) : IJournal, IHistory
{
    /// <summary>What every call fails with; null if none does.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What appends alone fail with; null if none does.</summary>
    public Exception? AppendFault { get; set; }

    /// <summary>How many of the appends that come next succeed before <see cref="AppendFault"/> shows.</summary>
    public int AppendsBeforeFault { get; set; }

    /// <summary>What the parts of a long callback wait for.</summary>
    public Task Parts { get; set; } = Task.CompletedTask;

    /// <summary>What happens just before a page is read.</summary>
    public Func<AuditQuery, Task> BeforePage { get; set; } = static _ => Task.CompletedTask;

    public async Task<AppendOutcome> AppendAsync(Append append)
    {
        if (AppendFault is not null && AppendsBeforeFault-- <= 0)
        {
            throw AppendFault;
        }

        if (append.Part is AppendPart.Chunk or AppendPart.Last)
        {
            await Parts;
        }

        return await Journal.AppendAsync(append);
    }

    public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
        Journal.FindGroupAsync(group, cancellationToken);

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        Journal.FindCallbackAsync(id, cancellationToken);

    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
        Journal.PendingGroupsAsync(cancellationToken);

    public async IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in Journal.ReadAsync(group, afterSequence, withRequests, cancellationToken))
        {
            yield return entry;
        }
    }

    public async Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        await BeforePage(query);
        return await History.PageAsync(query, cancellationToken);
    }

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) =>
        History.GroupsAsync(query, cancellationToken);

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) =>
        History.UserAsync(user, cancellationToken);

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) =>
        History.SourcesAsync(cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => History.CheckAsync(cancellationToken);

    private IJournal Journal => Fault is null ? storage.Journal : throw Fault;

    private IHistory History => Fault is null ? storage.History : throw Fault;
}
