using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>The statements of the write path, prepared once per connection.</summary>
internal sealed class AppendStatements(Database database)
{
    // Whoever holds the write lock reads the last keys without a counter row, which would be one more page per commit.
    // Nothing is ever deleted from these tables, so the keys are gapless and in the order of commits.
    private readonly Statement _lastKeys = database.Prepared("""
        SELECT
            (SELECT max(position) FROM entries),
            (SELECT max(callback_key) FROM callbacks),
            (SELECT max(group_key) FROM groups),
            EXISTS (SELECT 1 FROM pending)
        """);

    private readonly Statement _findGroup = database.Prepared(
        "SELECT group_key, sequence, hash, duplicates FROM groups WHERE source = ?1 AND group_id = ?2");

    private readonly Statement _findPending = database.Prepared("""
        SELECT p.callback_key, c.id, p.base_sequence
        FROM pending p JOIN callbacks c ON c.callback_key = p.callback_key
        WHERE p.group_key = ?1
        """);

    private readonly Statement _findCallback = database.Prepared("SELECT 1 FROM callbacks WHERE id = ?1");

    private readonly Statement _insertCallback = database.Prepared("""
        INSERT INTO callbacks (callback_key, id, duplicate_of, first_sequence, entry_count, operator_id, facts, request)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (id) DO NOTHING
        """);

    private readonly Statement _insertEntry = database.Prepared("""
        INSERT INTO entries (
            group_key, callback_key, received_at, position, sequence, kind, effect, role, was_member, since,
            user_hash, user_id, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """);

    private readonly Statement _insertGroup = database.Prepared("""
        INSERT INTO groups (group_key, source, group_id, sequence, hash, status, duplicates, summary)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """);

    private readonly Statement _updateGroup = database.Prepared("""
        UPDATE groups SET sequence = ?2, hash = ?3, status = ?4, duplicates = ?5, summary = ?6 WHERE group_key = ?1
        """);

    private readonly Statement _insertPending = database.Prepared("""
        INSERT INTO pending (group_key, callback_key, base_sequence, base_hash, change) VALUES (?1, ?2, ?3, ?4, ?5)
        """);

    private readonly Statement _deletePending = database.Prepared("DELETE FROM pending WHERE group_key = ?1");

    private readonly Statement _insertParted = database.Prepared(
        "INSERT INTO parted_callbacks (callback_key, entry_count) VALUES (?1, ?2)");

    private readonly Statement _addTotals = database.Prepared("""
        INSERT INTO source_totals AS t VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (source) DO UPDATE SET
            recorded = t.recorded + ?2, duplicates = t.duplicates + ?3, joined = t.joined + ?4,
            quit = t.quit + ?5, kicked = t.kicked + ?6, dismissed = t.dismissed + ?7, gone = t.gone + ?8,
            last_received_at = max(t.last_received_at, ?9)
        """);

    public LastKeys ReadLastKeys()
    {
        _lastKeys.Step();
        var keys = new LastKeys(
            _lastKeys.Number(0), _lastKeys.Number(1), _lastKeys.Number(2), AnyPending: _lastKeys.Number(3) != 0);
        _lastKeys.Reset();
        return keys;
    }

    public GroupRow? FindGroup(GroupKey group, bool mayBePending)
    {
        if (!_findGroup.Bind(1, group.Source).Bind(2, group.GroupId).Step())
        {
            return null;
        }

        var key = _findGroup.Number(0);
        var row = new GroupRow
        {
            Key = key,
            IsNew = false,
            Head = new(_findGroup.Number(1), _findGroup.Hash(2)),
            Duplicates = _findGroup.Number(3),
            Pending = mayBePending ? FindPending(key) : null,
        };
        _findGroup.Reset();
        return row;
    }

    public bool HasCallback(CallbackId id)
    {
        var found = _findCallback.Bind(1, id).Step();
        _findCallback.Reset();
        return found;
    }

    /// <summary>Inserts the append's callback; false if the journal has it already.</summary>
    public bool InsertCallback(long key, Append append)
    {
        var statement = _insertCallback
            .Bind(1, key).Bind(2, append.Facts.CallbackId).Bind(4, append.Expected.Sequence + 1)
            .Bind(5, append.Part == AppendPart.Begin ? null : (long?)append.Entries.Count)
            .Bind(6, append.Facts.OperatorId).Bind(7, append.FactsBytes.Span).Bind(8, append.RequestBytes.Span);
        _ = append.DuplicateOf is { } original ? statement.Bind(3, original) : statement.BindNull(3);
        var inserted = statement.Run() == 1;
        if (append.RequestBytes.Length > 64 * 1024)
        {
            // The statement keeps a copy of what was last bound.
            statement.BindNull(8);
        }

        return inserted;
    }

    public void InsertEntries(long groupKey, long callbackKey, long firstPosition, Append append)
    {
        _insertEntry.Bind(1, groupKey).Bind(2, callbackKey).Bind(3, append.Facts.ReceivedAt.ToUnixTimeMilliseconds());
        for (var i = 0; i < append.Entries.Count; i++)
        {
            var entry = append.Entries[i];
            _insertEntry
                .Bind(4, firstPosition + i).Bind(5, entry.Sequence).Bind(6, (long)entry.Kind).Bind(7, (long)entry.Effect)
                .Bind(8, (long)entry.Role).Bind(9, entry.WasMember ? 1 : 0).Bind(10, entry.Since?.ToUnixTimeMilliseconds())
                .Bind(11, entry.UserId is { } userId ? UserHash.Of(append.Group.Source, userId) : null)
                .Bind(12, entry.UserId).Bind(13, entry.Hash).Run();
        }
    }

    public void SaveGroup(GroupKey group, GroupRow row, GroupSummary summary)
    {
        if (row.IsNew)
        {
            _insertGroup.Bind(1, row.Key).Bind(2, group.Source).Bind(3, group.GroupId).Bind(4, row.Head.Sequence)
                .Bind(5, row.Head.Hash).Bind(6, (long)summary.Status).Bind(7, row.Duplicates)
                .Bind(8, GroupSummaryCodec.Encode(summary)).Run();
        }
        else
        {
            _updateGroup.Bind(1, row.Key).Bind(2, row.Head.Sequence).Bind(3, row.Head.Hash).Bind(4, (long)summary.Status)
                .Bind(5, row.Duplicates).Bind(6, GroupSummaryCodec.Encode(summary)).Run();
        }
    }

    public void InsertPending(long groupKey, long callbackKey, Append begin) => _insertPending
        .Bind(1, groupKey).Bind(2, callbackKey).Bind(3, begin.Expected.Sequence).Bind(4, begin.Expected.Hash)
        .Bind(5, begin.ChangeBytes.Span).Run();

    public void EndPending(long groupKey, long callbackKey, long entryCount)
    {
        _deletePending.Bind(1, groupKey).Run();
        _insertParted.Bind(1, callbackKey).Bind(2, entryCount).Run();
    }

    public void AddTotals(SourceTally tally) => _addTotals
        .Bind(1, tally.Source).Bind(2, tally.Recorded).Bind(3, tally.Duplicates).Bind(4, tally.Joined)
        .Bind(5, tally.Exits.Quit).Bind(6, tally.Exits.Kicked).Bind(7, tally.Exits.Dismissed).Bind(8, tally.Exits.Left)
        .Bind(9, tally.LastReceivedAt.ToUnixTimeMilliseconds()).Run();

    private PendingRow? FindPending(long groupKey)
    {
        if (!_findPending.Bind(1, groupKey).Step())
        {
            return null;
        }

        var row = new PendingRow(_findPending.Number(0), _findPending.Id(1), _findPending.Number(2));
        _findPending.Reset();
        return row;
    }
}

/// <summary>The last keys given, as the transaction finds them.</summary>
/// <param name="Position">Of an entry.</param>
/// <param name="Callback">Of a callback.</param>
/// <param name="Group">Of a group.</param>
/// <param name="AnyPending">Whether any callback is being appended in parts.</param>
internal readonly record struct LastKeys(long Position, long Callback, long Group, bool AnyPending);
