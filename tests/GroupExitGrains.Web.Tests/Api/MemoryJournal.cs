using System.Globalization;
using System.Runtime.CompilerServices;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>A journal in memory that keeps the rules of the real ones, and fails when told to.</summary>
internal sealed class MemoryJournal : IJournal, IHistory, ISnapshots
{
    private readonly Lock _gate = new();
    private readonly List<AuditEntry> _entries = [];
    private readonly Dictionary<GroupKey, GroupRecord> _groups = [];
    private readonly Dictionary<CallbackId, StoredCallback> _callbacks = [];

    /// <summary>What every call fails with; null if none does.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What appends of parts wait for.</summary>
    public Task Parts { get; set; } = Task.CompletedTask;

    public async Task<AppendOutcome> AppendAsync(Append append)
    {
        ThrowIfFaulty();
        if (append.Part is AppendPart.Chunk or AppendPart.Last)
        {
            await Parts;
        }

        lock (_gate)
        {
            return Store(append);
        }
    }

    public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
        Answer(() => _groups.GetValueOrDefault(group));

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        Answer(() => _callbacks.GetValueOrDefault(id));

    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<GroupKey>>(
        () => [.. _groups.Where(group => group.Value.Pending is not null).Select(group => group.Key)]);

    public async IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallbackId? callback = null;
        foreach (var entry in await Answer(() => OfGroup(group).Where(e => e.Entry.Sequence > afterSequence).ToList()))
        {
            var stored = _callbacks[entry.Facts.CallbackId];
            var isFirst = callback != entry.Facts.CallbackId;
            callback = entry.Facts.CallbackId;
            yield return new StoredEntry(
                entry.Position, entry.Entry, stored.FactsBytes, withRequests && isFirst ? stored.RequestBytes : (ReadOnlyMemory<byte>?)null);
        }
    }

    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) => Answer(() =>
    {
        long Place(AuditEntry entry) => query.GroupId is null ? entry.Position : entry.Entry.Sequence;
        var found = _entries.Where(entry => Admits(query, entry));
        found = query.Ascending ? found.OrderBy(Place) : found.OrderByDescending(Place);
        var page = found
            .Where(entry => query.After is not { } after || (query.Ascending ? Place(entry) > after : Place(entry) < after))
            .Take(query.Limit + 1)
            .ToList();
        return page.Count > query.Limit
            ? new Page<AuditEntry>(page[..^1], Place(page[^2]).ToString(CultureInfo.InvariantCulture))
            : new Page<AuditEntry>(page, null);
    });

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) => Answer(() =>
    {
        var page = _groups.Values
            .Select(group => group.Summary)
            .Where(group => query.Source is null || group.Group.Source == query.Source)
            .Where(group => query.Status is null || group.Status == query.Status)
            .Where(group => query.Prefix is null || group.Group.GroupId.StartsWith(query.Prefix, StringComparison.Ordinal))
            .OrderBy(group => group.Group.Source, StringComparer.Ordinal)
            .ThenBy(group => group.Group.GroupId, StringComparer.Ordinal)
            .Where(group => query.After is not { } after || Compare(group.Group, after) > 0)
            .Take(query.Limit + 1)
            .ToList();
        return page.Count > query.Limit ? new Page<GroupSummary>(page[..^1], "more") : new Page<GroupSummary>(page, null);
    });

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) => Answer(() =>
    {
        var entries = _entries.Where(e => e.Facts.Group.Source == user.Source && e.Entry.UserId == user.UserId).ToList();
        var applied = entries.Where(e => e.Entry.Effect == EntryEffect.Applied).ToList();
        var now = applied
            .GroupBy(e => e.Facts.Group.GroupId)
            .Where(group => group.Last().Entry.Kind is not (EntryKind.Quit or EntryKind.Kicked or EntryKind.Dismissed or EntryKind.Left))
            .Select(group => new UserMembership(group.Key, group.First().Facts.ChangedAt))
            .OrderBy(group => group.GroupId, StringComparer.Ordinal)
            .ToList();
        return entries.Count == 0 ? null : new UserSummary(user, now, Exits(applied));
    });

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<SourceTotals>>(() =>
    [
        .. _callbacks.Values
            .Select(callback => (callback.State, Facts: CallbackFactsCodec.Decode(callback.FactsBytes.Span)))
            .GroupBy(callback => callback.Facts.Group.Source)
            .Select(source =>
            {
                var applied = _entries
                    .Where(e => e.Facts.Group.Source == source.Key && e.Entry.Effect == EntryEffect.Applied)
                    .ToList();
                return new SourceTotals(
                    source.Key,
                    source.Count(callback => callback.State != CallbackState.Duplicate),
                    source.Count(callback => callback.State == CallbackState.Duplicate),
                    applied.Count(e => e.Entry.Kind == EntryKind.Joined),
                    Exits(applied),
                    source.Max(callback => callback.Facts.ReceivedAt));
            }),
    ]);

    public Task CheckAsync(CancellationToken cancellationToken) => Answer(() => true);

    public Task<Snapshot?> LoadAsync(GroupKey group, CancellationToken cancellationToken) => Task.FromResult<Snapshot?>(null);

    public Task SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken) => Task.CompletedTask;

    private static int Compare(GroupKey one, GroupKey other) =>
        (string.CompareOrdinal(one.Source, other.Source), string.CompareOrdinal(one.GroupId, other.GroupId)).CompareTo((0, 0));

    private static ExitCounts Exits(List<AuditEntry> applied)
    {
        long Count(EntryKind kind) => applied.Count(entry => entry.Entry.Kind == kind && entry.Entry.UserId is not null);
        return new ExitCounts(Count(EntryKind.Quit), Count(EntryKind.Kicked), Count(EntryKind.Dismissed), Count(EntryKind.Left));
    }

    private static bool Admits(AuditQuery query, AuditEntry entry) =>
        (query.Source is null || entry.Facts.Group.Source == query.Source)
        && (query.GroupId is null || entry.Facts.Group.GroupId == query.GroupId)
        && (query.UserId is null || entry.Entry.UserId == query.UserId)
        && (query.Kinds.Count == 0 || query.Kinds.Contains(entry.Entry.Kind))
        && (query.Effects.Count == 0 || query.Effects.Contains(entry.Entry.Effect))
        && (query.OperatorId is null || entry.Facts.OperatorId == query.OperatorId)
        && (query.From is null || entry.Facts.ReceivedAt >= query.From)
        && (query.To is null || entry.Facts.ReceivedAt < query.To);

    private AppendOutcome Store(Append append)
    {
        var id = append.Facts.CallbackId;
        var group = _groups.GetValueOrDefault(append.Group);
        var isLater = append.Part is AppendPart.Chunk or AppendPart.Last;
        if (!isLater && _callbacks.ContainsKey(id))
        {
            return AppendOutcome.AlreadyAppended;
        }

        if ((group?.Summary.Head ?? default) != append.Expected || (group?.Pending is not null) != isLater)
        {
            return AppendOutcome.Refused;
        }

        var previous = append.Expected.Hash;
        foreach (var entry in append.Entries)
        {
            _entries.Add(new AuditEntry(_entries.Count + 1, entry, append.Facts, previous));
            previous = entry.Hash;
        }

        var earlier = _callbacks.GetValueOrDefault(id);
        _callbacks[id] = new StoredCallback(
            append.DuplicateOf is not null ? CallbackState.Duplicate
                : append.Part is AppendPart.Begin or AppendPart.Chunk ? CallbackState.Pending
                : CallbackState.Recorded,
            append.DuplicateOf,
            append.FactsBytes,
            earlier?.RequestBytes ?? append.RequestBytes,
            earlier?.FirstSequence ?? (append.Entries.Count > 0 ? append.Entries[0].Sequence : null),
            (earlier?.EntryCount ?? 0) + append.Entries.Count);
        _groups[append.Group] = new GroupRecord(
            append.Summary with { Duplicates = (group?.Summary.Duplicates ?? 0) + (append.DuplicateOf is null ? 0 : 1) },
            append.Part switch
            {
                AppendPart.Begin => new PendingCallback(append.Expected, append.FactsBytes, append.ChangeBytes),
                AppendPart.Chunk => group!.Pending,
                _ => null,
            });
        return AppendOutcome.Appended;
    }

    private IEnumerable<AuditEntry> OfGroup(GroupKey group) => _entries.Where(entry => entry.Facts.Group == group);

    private Task<T> Answer<T>(Func<T> answer)
    {
        ThrowIfFaulty();
        lock (_gate)
        {
            return Task.FromResult(answer());
        }
    }

    private void ThrowIfFaulty()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }
}
