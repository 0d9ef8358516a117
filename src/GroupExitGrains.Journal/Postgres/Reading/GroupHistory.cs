using System.Runtime.CompilerServices;
using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>One group's entries in order, page by page, so that no reader holds a connection or an old row for long.</summary>
internal sealed class GroupHistory(Reads reads)
{
    private const int PageRows = 500;
    private const int Request = EntryRows.ColumnCount;
    private const int PreviousHash = EntryRows.ColumnCount + 1;

    // Whoever loads a group goes by the entries: a hash beside one that was altered must not end its history there.
    private static readonly string WithoutRequests = Sql("NULL::bytea, NULL::bytea");
    private static readonly string WithRequests = Sql("c.request, e.previous_hash");

    public async IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group,
        long afterSequence,
        bool withRequests,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!StorableText.Fits(group.GroupId) || !StorableText.Fits(group.Source))
        {
            yield break;
        }

        var rows = new EntryRows();
        var read = 0;
        do
        {
            read = 0;
            var page = reads.RowsAsync(
                withRequests ? WithRequests : WithoutRequests,
                parameters => Bind(parameters, group, afterSequence),
                reader => Read(reader, rows, group),
                PageRows,
                cancellationToken);
            await foreach (var stored in page)
            {
                read++;
                afterSequence = stored.Entry.Sequence;
                yield return stored;
            }
        }
        while (read == PageRows);
    }

    private static StoredEntry Read(NpgsqlDataReader reader, EntryRows rows, GroupKey group)
    {
        var entry = rows.Read(reader, group);
        EntryHash? previous = reader.IsDBNull(PreviousHash) ? null : GroupRows.ReadHash(reader, PreviousHash);
        return new(reader.GetInt64(0), entry, rows.FactsBytes, rows.StartsCallback ? ReadRequest(reader) : null, previous);
    }

    private static ReadOnlyMemory<byte>? ReadRequest(NpgsqlDataReader reader) =>
        reader.IsDBNull(Request) ? default(ReadOnlyMemory<byte>?) : reader.GetFieldValue<byte[]>(Request);

    private static void Bind(NpgsqlParameterCollection parameters, GroupKey group, long afterSequence)
    {
        parameters.AddWithValue(group.Source);
        parameters.AddWithValue(group.GroupId);
        parameters.AddWithValue(afterSequence);
        parameters.AddWithValue(PageRows);
    }

    private static string Sql(string more) =>
        $"""
         SELECT {EntryRows.Columns}, {more}
         FROM (
             SELECT *, lag(callback_id) OVER (ORDER BY sequence) AS {EntryRows.PreviousCallback}
             FROM entries
             WHERE group_key = (SELECT group_key FROM groups WHERE source = $1 AND group_id = $2) AND sequence > $3
             ORDER BY sequence
             LIMIT $4) AS e
         LEFT JOIN callbacks AS c ON c.id = {EntryRows.NewCallback}
         ORDER BY e.sequence
         """;
}
