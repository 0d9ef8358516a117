using System.Runtime.CompilerServices;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Opening;

/// <summary>
/// A journal that may not be open yet. Until it is, everything that is asked of it fails as if it could not be reached, at once.
/// </summary>
public sealed partial class LateJournal
    : IJournal, IHistory, ISnapshots, IRejections, IAdministration, IStatistics, IRollups, ISubscriptions, IDeliveries
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IJournalStorage? _storage;

    /// <summary>Completes when it is open.</summary>
    public Task WhenOpened => _opened.Task;

    private IJournalStorage Storage =>
        Volatile.Read(ref _storage) ?? throw NotOpen();

    /// <summary>From now on it is this one.</summary>
    public void Open(IJournalStorage storage)
    {
        Volatile.Write(ref _storage, storage);
        _opened.TrySetResult();
    }

    // Every callback comes this way, so it is not worth a state machine.
    Task<AppendOutcome> IJournal.AppendAsync(Append append) =>
        Volatile.Read(ref _storage)?.Journal.AppendAsync(append) ?? Task.FromException<AppendOutcome>(NotOpen());

    async Task<GroupRecord?> IJournal.FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
        await Storage.Journal.FindGroupAsync(group, cancellationToken);

    async IAsyncEnumerable<StoredEntry> IJournal.ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in Storage.Journal.ReadAsync(group, afterSequence, withRequests, cancellationToken))
        {
            yield return entry;
        }
    }

    async Task<StoredCallback?> IJournal.FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        await Storage.Journal.FindCallbackAsync(id, cancellationToken);

    async Task<IReadOnlyList<GroupKey>> IJournal.PendingGroupsAsync(CancellationToken cancellationToken) =>
        await Storage.Journal.PendingGroupsAsync(cancellationToken);

    async Task<Page<AuditEntry>> IHistory.PageAsync(AuditQuery query, CancellationToken cancellationToken) =>
        await Storage.History.PageAsync(query, cancellationToken);

    async Task<Page<GroupSummary>> IHistory.GroupsAsync(GroupQuery query, CancellationToken cancellationToken) =>
        await Storage.History.GroupsAsync(query, cancellationToken);

    async Task<UserSummary?> IHistory.UserAsync(UserKey user, CancellationToken cancellationToken) =>
        await Storage.History.UserAsync(user, cancellationToken);

    async Task<IReadOnlyList<SourceTotals>> IHistory.SourcesAsync(CancellationToken cancellationToken) =>
        await Storage.History.SourcesAsync(cancellationToken);

    async Task IHistory.CheckAsync(CancellationToken cancellationToken) => await Storage.History.CheckAsync(cancellationToken);

    async Task<Snapshot?> ISnapshots.LoadAsync(GroupKey group, CancellationToken cancellationToken) =>
        await Storage.Snapshots.LoadAsync(group, cancellationToken);

    async Task ISnapshots.SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken) =>
        await Storage.Snapshots.SaveAsync(group, snapshot, cancellationToken);

    async Task IRejections.AddAsync(Rejection rejection, CancellationToken cancellationToken) =>
        await Storage.Rejections.AddAsync(rejection, cancellationToken);

    async Task<Rejection?> IRejections.FindAsync(CallbackId id, CancellationToken cancellationToken) =>
        await Storage.Rejections.FindAsync(id, cancellationToken);

    async Task<Page<Rejection>> IRejections.ListAsync(RejectionQuery query, CancellationToken cancellationToken) =>
        await Storage.Rejections.ListAsync(query, cancellationToken);

    async Task IRejections.NoteReplayAsync(CallbackId id, RejectionReplay replay, CancellationToken cancellationToken) =>
        await Storage.Rejections.NoteReplayAsync(id, replay, cancellationToken);

    async Task<int> IRejections.DropAsync(DateTimeOffset receivedBefore, CancellationToken cancellationToken) =>
        await Storage.Rejections.DropAsync(receivedBefore, cancellationToken);

    async Task<IReadOnlyList<RejectionCount>> IRejections.CountsAsync(CancellationToken cancellationToken) =>
        await Storage.Rejections.CountsAsync(cancellationToken);

    async Task<AdminAction> IAdministration.ActAsync(AdminActionDraft action, CancellationToken cancellationToken) =>
        await Storage.Administration.ActAsync(action, cancellationToken);

    async Task IAdministration.AddKeyAsync(StoredKey key, AdminActionDraft action, CancellationToken cancellationToken) =>
        await Storage.Administration.AddKeyAsync(key, action, cancellationToken);

    async Task<bool> IAdministration.RevokeKeyAsync(string id, AdminActionDraft action, CancellationToken cancellationToken) =>
        await Storage.Administration.RevokeKeyAsync(id, action, cancellationToken);

    async Task<IReadOnlyList<StoredKey>> IAdministration.KeysAsync(CancellationToken cancellationToken) =>
        await Storage.Administration.KeysAsync(cancellationToken);

    async Task<Page<AdminAction>> IAdministration.ActionsAsync(long? before, int limit, CancellationToken cancellationToken) =>
        await Storage.Administration.ActionsAsync(before, limit, cancellationToken);

    async Task<Verification> IAdministration.VerifyAsync(CancellationToken cancellationToken) =>
        await Storage.Administration.VerifyAsync(cancellationToken);

    async Task<IReadOnlyList<KindCount>> IStatistics.CountAsync(StatisticsQuery query, CancellationToken cancellationToken) =>
        await Storage.Statistics.CountAsync(query, cancellationToken);

    async Task<IReadOnlyList<ExitRanking>> IStatistics.TopGroupsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        await Storage.Statistics.TopGroupsAsync(sources, from, limit, cancellationToken);

    async Task<IReadOnlyList<ExitRanking>> IStatistics.TopOperatorsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        await Storage.Statistics.TopOperatorsAsync(sources, from, limit, cancellationToken);

    async Task<long> IStatistics.PositionAsync(CancellationToken cancellationToken) =>
        await Storage.Statistics.PositionAsync(cancellationToken);

    async Task<bool> IRollups.AdvanceAsync(CancellationToken cancellationToken) =>
        await Storage.Rollups.AdvanceAsync(cancellationToken);

    private static JournalUnavailableException NotOpen() => new("The journal is not open yet.");
}
