using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>Pages of entries over any of the query's criteria.</summary>
internal sealed class EntryPages(Reads reads)
{
    private const int PreviousHash = EntryRows.ColumnCount;
    private const int Source = EntryRows.ColumnCount + 1;
    private const int GroupId = EntryRows.ColumnCount + 2;

    public async Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        AuditQueryRules.Check(query);
        var builder = new EntryPageBuilder(query);
        if (!CanMatch(query))
        {
            return builder.Build();
        }

        var rows = new EntryRows();
        var sql = EntryPageSql.Compose(query, out var values);
        var found = reads.RowsAsync(
            sql, parameters => Bind(parameters, values), reader => Read(reader, rows), query.Limit + 1, cancellationToken);
        await foreach (var (entry, factsBytes) in found)
        {
            if (!builder.TryAdd(entry, factsBytes))
            {
                break;
            }
        }

        return builder.Build();
    }

    private static bool CanMatch(AuditQuery query) =>
        StorableText.Fits(query.Source) && StorableText.Fits(query.GroupId)
        && StorableText.Fits(query.UserId) && StorableText.Fits(query.OperatorId);

    private static void Bind(NpgsqlParameterCollection parameters, List<object> values)
    {
        foreach (var value in values)
        {
            parameters.AddWithValue(value);
        }
    }

    private static (AuditEntry Entry, int FactsBytes) Read(NpgsqlDataReader reader, EntryRows rows)
    {
        if (reader.IsDBNull(Source))
        {
            throw new JournalDamagedException($"The group of the entry at position {reader.GetInt64(0)} is missing.");
        }

        var entry = rows.Read(reader, new(reader.GetString(Source), reader.GetString(GroupId)));
        var previous = reader.IsDBNull(PreviousHash) ? EntryHash.Zero : GroupRows.ReadHash(reader, PreviousHash);
        return (new(reader.GetInt64(0), entry, rows.Facts, previous), rows.FactsBytes.Length);
    }
}
