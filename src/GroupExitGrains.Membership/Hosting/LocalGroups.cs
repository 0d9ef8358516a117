using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Membership;

/// <summary>
/// The groups of one process: each group's ledger is kept for as long as it is asked for, and a while longer, as far as there
/// is room. Where there are more than may be kept, those that were asked for longest ago are let go.
/// </summary>
public sealed partial class LocalGroups : IGroups, IAsyncDisposable
{
    private readonly ConcurrentDictionary<GroupKey, Entry> _ledgers = new();
    private readonly IJournal _journal;
    private readonly ISnapshots _snapshots;
    private readonly IHistory _history;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<GroupLedger> _logger;
    private readonly int _maxActive;

    /// <summary>Creates the groups over a journal.</summary>
    public LocalGroups(
        IJournal journal,
        ISnapshots snapshots,
        IHistory history,
        LedgerOptions options,
        LocalGroupsOptions bounds,
        TimeProvider time,
        ILogger<GroupLedger> logger)
    {
        _maxActive = bounds.MaxActiveGroups;
        _journal = journal;
        _snapshots = snapshots;
        _history = history;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>How many groups are kept in memory now.</summary>
    public int ActiveGroups => _ledgers.Count;

    /// <inheritdoc/>
    public Task<Receipt> RecordAsync(Callback callback, CancellationToken cancellationToken) =>
        AskAsync(callback.Group, ledger => ledger.RecordAsync(callback));

    /// <inheritdoc/>
    public async Task<GroupSummary?> FindAsync(GroupKey group, CancellationToken cancellationToken) =>
        await IsKnownAsync(group, cancellationToken) ? await AskAsync(group, ledger => ledger.FindAsync()) : null;

    /// <inheritdoc/>
    public async Task<Page<Member>?> MembersAsync(
        GroupKey group, string? after, int limit, CancellationToken cancellationToken) =>
        await IsKnownAsync(group, cancellationToken)
            ? await AskAsync(group, ledger => ledger.MembersAsync(after, limit))
            : null;

    /// <inheritdoc/>
    public async Task<Member?> MemberAsync(GroupKey group, string userId, CancellationToken cancellationToken) =>
        await IsKnownAsync(group, cancellationToken)
            ? await AskAsync(group, ledger => ledger.MemberAsync(userId))
            : null;

    /// <inheritdoc/>
    public async Task<Page<AuditEntry>?> HistoryAsync(
        GroupKey group, AuditQuery query, CancellationToken cancellationToken) =>
        await IsKnownAsync(group, cancellationToken)
            ? await _history.PageAsync(
                query with { Source = group.Source, GroupId = group.GroupId }, cancellationToken)
            : null;

    /// <inheritdoc/>
    public Task<Verification?> VerifyAsync(GroupKey group, CancellationToken cancellationToken) =>
        new HistoryVerifier(group, _journal, _snapshots, _options).VerifyAsync(cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(GroupKey group, CancellationToken cancellationToken) =>
        AskAsync(group, async ledger =>
        {
            await ledger.LoadAsync();
            return true;
        });

    /// <summary>Closes every ledger, waiting for what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await Trimming;
        await Parallel.ForEachAsync(_ledgers.Values, async (entry, _) => await entry.Ledger.CloseAsync());
        _ledgers.Clear();
    }

    private async Task<T> AskAsync<T>(GroupKey group, Func<GroupLedger, Task<T>> ask)
    {
        while (true)
        {
            var entry = _ledgers.GetOrAdd(
                group,
                static (key, self) => self.NewEntry(key),
                this);
            entry.LastAsked = _time.GetTimestamp();
            try
            {
                return await ask(entry.Ledger);
            }
            catch (LedgerClosedException)
            {
                _ledgers.TryRemove(KeyValuePair.Create(group, entry));
            }
        }
    }

    /// <summary>Asking for a group that was never heard of must not keep a ledger for it.</summary>
    private async ValueTask<bool> IsKnownAsync(GroupKey group, CancellationToken cancellationToken) =>
        _ledgers.ContainsKey(group) || await _journal.FindGroupAsync(group, cancellationToken) is not null;

    private sealed class Entry(GroupLedger ledger)
    {
        public GroupLedger Ledger { get; } = ledger;

        public long LastAsked { get; set; }
    }
}
