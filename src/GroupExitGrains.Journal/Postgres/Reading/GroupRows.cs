using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>Head rows, callbacks, and callbacks that are being appended in parts.</summary>
internal sealed class GroupRows(Reads reads)
{
    /// <summary>The columns of a summary; <c>g</c> is a group.</summary>
    public const string SummaryColumns = "g.source, g.group_id, g.sequence, g.hash, g.status, g.duplicates, g.summary";

    private const string GroupSql =
        $"""
         SELECT {SummaryColumns}, g.pending, p.base_sequence, p.base_hash, p.change, c.facts
         FROM groups AS g
         LEFT JOIN pending AS p ON p.group_key = g.group_key AND g.pending IS NOT NULL
         LEFT JOIN callbacks AS c ON c.id = p.callback_id
         WHERE g.source = $1 AND g.group_id = $2
         """;

    private const string CallbackSql =
        """
        SELECT c.duplicate_of, c.facts, c.request, c.first_sequence, c.entry_count, p.base_sequence, g.sequence
        FROM callbacks AS c
        LEFT JOIN pending AS p ON p.callback_id = c.id
        LEFT JOIN groups AS g ON g.group_key = p.group_key
        WHERE c.id = $1
        """;

    private const string PendingSql =
        """
        SELECT g.source, g.group_id FROM pending AS p JOIN groups AS g USING (group_key) ORDER BY g.source, g.group_id
        """;

    public async Task<GroupRecord?> FindAsync(GroupKey group, CancellationToken cancellationToken) =>
        StorableText.Fits(group.Source) && StorableText.Fits(group.GroupId)
            ? await reads.FirstAsync(
                GroupSql,
                parameters =>
                {
                    parameters.AddWithValue(group.Source);
                    parameters.AddWithValue(group.GroupId);
                },
                ReadGroup,
                cancellationToken)
            : null;

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        reads.FirstAsync(CallbackSql, parameters => parameters.AddWithValue(id.Value), ReadCallback, cancellationToken);

    public async Task<IReadOnlyList<GroupKey>> PendingAsync(CancellationToken cancellationToken) => await reads.AllAsync(
        PendingSql, _ => { }, reader => new GroupKey(reader.GetString(0), reader.GetString(1)), cancellationToken);

    /// <summary>Reads a summary from <see cref="SummaryColumns"/>.</summary>
    /// <exception cref="JournalDamagedException">The row is not what was written.</exception>
    public static GroupSummary ReadSummary(NpgsqlDataReader reader) => GroupSummaryCodec.Decode(
        reader.GetFieldValue<byte[]>(6),
        new(reader.GetString(0), reader.GetString(1)),
        new(reader.GetInt64(2), ReadHash(reader, 3)),
        (GroupStatus)reader.GetInt16(4),
        reader.GetInt64(5));

    /// <summary>Reads a hash.</summary>
    /// <exception cref="JournalDamagedException">It has another length.</exception>
    public static EntryHash ReadHash(NpgsqlDataReader reader, int column)
    {
        var bytes = reader.GetFieldValue<byte[]>(column);
        return bytes.Length == EntryHash.Size
            ? EntryHash.Read(bytes)
            : throw new JournalDamagedException($"A hash has {bytes.Length} bytes, not {EntryHash.Size}.");
    }

    private static GroupRecord ReadGroup(NpgsqlDataReader reader)
    {
        var summary = ReadSummary(reader);
        if (reader.IsDBNull(7))
        {
            return new(summary, null);
        }

        if (reader.IsDBNull(8) || reader.IsDBNull(11))
        {
            throw new JournalDamagedException($"What is being appended in parts to {summary.Group} is missing.");
        }

        return new(summary, new(
            new(reader.GetInt64(8), ReadHash(reader, 9)),
            reader.GetFieldValue<byte[]>(11),
            reader.GetFieldValue<byte[]>(10)));
    }

    private static StoredCallback ReadCallback(NpgsqlDataReader reader)
    {
        CallbackId? duplicateOf = reader.IsDBNull(0) ? null : new(reader.GetGuid(0));
        long? firstSequence = reader.IsDBNull(3) ? null : reader.GetInt64(3);
        var entryCount = reader.GetInt32(4);
        var state = duplicateOf is null ? CallbackState.Recorded : CallbackState.Duplicate;
        if (!reader.IsDBNull(5) && !reader.IsDBNull(6))
        {
            state = CallbackState.Pending;
            entryCount = (int)(reader.GetInt64(6) - reader.GetInt64(5));
            firstSequence = entryCount > 0 ? reader.GetInt64(5) + 1 : null;
        }

        return new(
            state,
            duplicateOf,
            reader.GetFieldValue<byte[]>(1),
            reader.GetFieldValue<byte[]>(2),
            firstSequence,
            entryCount);
    }
}
