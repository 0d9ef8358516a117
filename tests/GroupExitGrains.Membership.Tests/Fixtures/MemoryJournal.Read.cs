using System.Runtime.CompilerServices;

namespace GroupExitGrains.Membership.Tests.Fixtures;

internal sealed partial class MemoryJournal
{
    /// <summary>Reading fails, as it does while the database is down.</summary>
    public bool Unreadable { get; set; }

    /// <summary>Reading a head row waits for this.</summary>
    public Task ReadingHeld { get; set; } = Task.CompletedTask;

    /// <summary>The entry of this sequence cannot be read back.</summary>
    public long? DamagedAt { get; set; }

    /// <summary>How often a head row was read.</summary>
    public int HeadsRead { get; private set; }

    /// <summary>How many entries were read.</summary>
    public int EntriesRead { get; private set; }

    public async Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken)
    {
        await ReadingHeld;
        lock (_gate)
        {
            ThrowIfUnreadable();
            HeadsRead++;
            return _groups.TryGetValue(group, out var stored) && stored.Summary is not null
                ? new GroupRecord(stored.Summary, stored.Pending)
                : null;
        }
    }

    public async IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group,
        long afterSequence,
        bool withRequests,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<StoredRow> rows;
        lock (_gate)
        {
            ThrowIfUnreadable();
            rows = _groups.TryGetValue(group, out var stored) ? [.. stored.Rows] : [];
        }

        await Task.CompletedTask;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Entry.Sequence <= afterSequence)
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (row.Entry.Sequence == DamagedAt)
            {
                throw new JournalDamagedException("The row cannot be read back.");
            }

            EntriesRead++;
            var isFirst = i == 0 || rows[i - 1].Callback != row.Callback;
            ReadOnlyMemory<byte>? request = withRequests && isFirst ? (ReadOnlyMemory<byte>)row.Callback.Request : default(ReadOnlyMemory<byte>?);
            yield return new StoredEntry(row.Position, row.Entry, row.Callback.Facts, request, withRequests ? row.PreviousHash : null);
        }
    }

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowIfUnreadable();
            if (!_callbacks.TryGetValue(id, out var stored))
            {
                return Task.FromResult<StoredCallback?>(null);
            }

            var rows = _groups[stored.Group].Rows.FindAll(row => row.Callback == stored);
            return Task.FromResult<StoredCallback?>(new StoredCallback(
                stored.State, stored.DuplicateOf, stored.Facts, stored.Request,
                rows.Count == 0 ? null : rows[0].Entry.Sequence, rows.Count));
        }
    }

    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<GroupKey>>(
                [.. _groups.Where(group => group.Value.Pending is not null).Select(group => group.Key)]);
        }
    }

    private void ThrowIfUnreadable()
    {
        if (Unreadable)
        {
            throw new JournalUnavailableException("The database is down.");
        }
    }
}
