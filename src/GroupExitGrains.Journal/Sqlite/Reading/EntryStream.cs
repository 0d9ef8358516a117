using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>
/// Reads a group's entries in stretches of bounded size, so that no connection is held while the caller thinks. What is
/// found damaged ends the stretch, and is said when what came before it has been handed out.
/// </summary>
internal sealed class EntryStream(GroupKey group, long afterSequence, bool withRequests)
{
    private const int MaxEntries = 512;
    private const int MaxBytes = 1024 * 1024;

    private const string Entries = """
        SELECT sequence, position, callback_key, received_at, kind, effect, role, was_member, since, user_hash, user_id, hash
        FROM entries INDEXED BY entries_by_group
        WHERE group_key = ?1 AND sequence > ?2
        ORDER BY sequence
        LIMIT ?3
        """;

    private const string Callback = """
        SELECT id, duplicate_of, first_sequence, entry_count, operator_id, facts, CASE WHEN ?2 THEN request END
        FROM callbacks
        WHERE callback_key = ?1
        """;

    private long? _groupKey;
    private long _sequence = afterSequence;
    private long _callbackKey = -1;
    private long _callbackLast;
    private CallbackFacts? _facts;
    private byte[] _factsBytes = [];

    /// <summary>Everything there was to read has been read.</summary>
    public bool Ended { get; private set; }

    /// <summary>Why there is no more to read.</summary>
    public JournalDamagedException? Damage { get; private set; }

    /// <summary>Reads the next stretch.</summary>
    public List<StoredEntry> Read(Database database)
    {
        var stretch = new List<StoredEntry>();
        _groupKey ??= GroupKeys.Find(database, group);
        if (_groupKey is not { } groupKey)
        {
            Ended = true;
            return stretch;
        }

        var rows = database.Prepared(Entries).Bind(1, groupKey).Bind(2, _sequence).Bind(3, MaxEntries);
        var bytes = 0L;
        try
        {
            while (rows.Step())
            {
                var stored = Decode(database, rows);
                stretch.Add(stored);
                _sequence = stored.Entry.Sequence;
                bytes += stored.RequestBytes?.Length ?? 0;
                if (bytes > MaxBytes)
                {
                    rows.Reset();
                    return stretch;
                }
            }

            Ended = stretch.Count < MaxEntries;
        }
        catch (JournalDamagedException exception)
        {
            rows.Reset();
            Damage = exception;
            Ended = true;
        }

        return stretch;
    }

    private StoredEntry Decode(Database database, Statement row)
    {
        var sequence = row.Number(0);
        if (sequence != _sequence + 1)
        {
            throw new JournalDamagedException($"Entry {_sequence + 1} of {group} is missing.");
        }

        var entry = new EntryRow
        {
            Sequence = sequence,
            Kind = row.Number(4),
            Effect = row.Number(5),
            Role = row.Number(6),
            WasMember = row.Number(7) != 0,
            Since = row.NumberOrNull(8),
            UserId = row.TextOrNull(10),
            Hash = row.Bytes(11),
        }.Decode();
        ReadOnlyMemory<byte>? request = null;
        if (row.Number(2) != _callbackKey)
        {
            request = Turn(database, row.Number(2), sequence);
        }

        if (sequence > _callbackLast)
        {
            throw new JournalDamagedException($"Entry {sequence} of {group} is one more than its callback has.");
        }

        EntryIndexes.Check(group, entry, _facts!, row.NumberOrNull(9), row.Number(3));
        return new StoredEntry(row.Number(1), entry, _factsBytes, request);
    }

    /// <summary>Turns to the callback of the next entries.</summary>
    private ReadOnlyMemory<byte>? Turn(Database database, long callbackKey, long sequence)
    {
        var row = database.Prepared(Callback).Bind(1, callbackKey).Bind(2, withRequests ? 1 : 0);
        if (!row.Step())
        {
            throw new JournalDamagedException($"The callback of entry {sequence} of {group} is missing.");
        }

        try
        {
            // Only the first entry asked for may stand in the middle of its callback.
            var first = row.Number(2);
            if (sequence != first && (_callbackKey >= 0 || sequence < first))
            {
                throw new JournalDamagedException($"Entry {sequence} of {group} is none of its callback's.");
            }

            var last = row.NumberOrNull(3) is { } count ? first + count - 1 : long.MaxValue;
            var factsBytes = row.Bytes(5).ToArray();
            var facts = CallbackFactsCodec.Decode(factsBytes);
            CallbackIndexes.Check(facts, row.Id(0), row.IsNull(1) ? null : row.Id(1), row.TextOrNull(4));
            (_callbackKey, _callbackLast, _facts, _factsBytes) = (callbackKey, last, facts, factsBytes);
            if (!withRequests)
            {
                return null;
            }

            return row.Bytes(6).ToArray();
        }
        finally
        {
            row.Reset();
        }
    }
}
