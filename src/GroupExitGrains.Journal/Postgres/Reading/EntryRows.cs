using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>
/// Decodes entries row by row. What the entries of one callback share comes, and is decoded, only with the first of those in
/// a row.
/// </summary>
internal sealed class EntryRows
{
    /// <summary>The columns, in the order in which they are read; <c>e</c> is an entry and <c>c</c> its callback.</summary>
    public const string Columns =
        """
        e.position, e.sequence, e.kind, e.effect, e.role, e.was_member, e.user_id, e.since, e.hash, e.user_hash,
        e.received_at, e.callback_id, c.facts, c.duplicate_of, c.operator_id
        """;

    /// <summary>How many they are.</summary>
    public const int ColumnCount = 15;

    /// <summary>A column that statements make: the callback of the row before.</summary>
    public const string PreviousCallback = "previous_callback_id";

    /// <summary>The callback to join; null, which is not even looked for, where it is that of the row before.</summary>
    public const string NewCallback =
        $"CASE WHEN e.callback_id IS DISTINCT FROM e.{PreviousCallback} THEN e.callback_id END";

    private Guid _callbackId;
    private ReadOnlyMemory<byte> _factsBytes;
    private CallbackFacts? _facts;

    /// <summary>What the last row's entry shares with others.</summary>
    public CallbackFacts Facts => _facts!;

    /// <summary>Its bytes: the same memory for entries of one callback in a row.</summary>
    public ReadOnlyMemory<byte> FactsBytes => _factsBytes;

    /// <summary>The last row's entry is another callback's than the one before.</summary>
    public bool StartsCallback { get; private set; }

    /// <summary>Reads a row.</summary>
    /// <exception cref="JournalDamagedException">The row or its callback is not what was written.</exception>
    public LedgerEntry Read(NpgsqlDataReader reader, GroupKey group)
    {
        var entry = new EntryRow
        {
            Sequence = reader.GetInt64(1),
            Kind = reader.GetInt16(2),
            Effect = reader.GetInt16(3),
            Role = reader.GetInt16(4),
            WasMember = reader.GetBoolean(5),
            UserId = reader.IsDBNull(6) ? null : reader.GetString(6),
            Since = reader.IsDBNull(7) ? null : reader.GetInt64(7),
            Hash = reader.GetFieldValue<byte[]>(8),
        }.Decode();
        ReadFacts(reader, entry.Sequence);
        long? userHash = reader.IsDBNull(9) ? null : reader.GetInt64(9);
        EntryIndexes.Check(group, entry, Facts, userHash, reader.GetInt64(10));
        return entry;
    }

    private void ReadFacts(NpgsqlDataReader reader, long sequence)
    {
        var callbackId = reader.GetGuid(11);
        StartsCallback = _facts is null || callbackId != _callbackId;
        if (!StartsCallback)
        {
            return;
        }

        if (reader.IsDBNull(12))
        {
            throw new JournalDamagedException($"The callback of entry {sequence} is missing.");
        }

        _callbackId = callbackId;
        _factsBytes = reader.GetFieldValue<byte[]>(12);
        _facts = CallbackFactsCodec.Decode(_factsBytes.Span);
        CallbackId? duplicateOf = reader.IsDBNull(13) ? null : new(reader.GetGuid(13));
        CallbackIndexes.Check(_facts, new(callbackId), duplicateOf, reader.IsDBNull(14) ? null : reader.GetString(14));
    }
}
