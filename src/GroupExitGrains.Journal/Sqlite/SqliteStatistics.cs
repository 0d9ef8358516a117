using System.Text.Json;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Reads the rollups.</summary>
internal sealed class SqliteStatistics(ReadPool readers) : IStatistics
{
    private const string GivenSources = "(SELECT source FROM source_totals WHERE ?4 IS NULL OR source IN (SELECT value FROM json_each(?4)))";

    private const string OfSources =
        $"""
         SELECT start / ?3 AS bucket, kind, sum(count) FROM source_counts
         WHERE source IN {GivenSources} AND width = ?5 AND start >= ?1 AND start < ?2 GROUP BY 1, 2 ORDER BY 1, 2
         """;

    private const string OfGroup =
        """
        SELECT hour / ?3 AS bucket, kind, sum(count) FROM group_counts
        WHERE group_key = (SELECT group_key FROM groups WHERE source = ?4 AND group_id = ?5) AND hour >= ?1 AND hour < ?2
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string OfOperator =
        """
        SELECT hour / ?3 AS bucket, kind, sum(count) FROM operator_counts
        WHERE source = ?4 AND operator_id = ?5 AND hour >= ?1 AND hour < ?2 GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string TopGroups =
        """
        SELECT g.source, g.group_id, d.exits
        FROM (SELECT group_key, sum(exits) AS exits FROM group_days WHERE day >= ?1 GROUP BY group_key) d
        JOIN groups g ON g.group_key = d.group_key
        WHERE ?2 IS NULL OR g.source IN (SELECT value FROM json_each(?2))
        ORDER BY d.exits DESC, g.source, g.group_id LIMIT ?3
        """;

    private const string TopOperators =
        """
        SELECT source, operator_id, sum(exits) FROM operator_days
        WHERE day >= ?1 AND (?2 IS NULL OR source IN (SELECT value FROM json_each(?2)))
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?3
        """;

    public Task<IReadOnlyList<KindCount>> CountAsync(StatisticsQuery query, CancellationToken cancellationToken)
    {
        var span = StatisticsSpan.Of(query);
        return readers.ReadAsync<IReadOnlyList<KindCount>>(database => Counts(Ask(database, query, span), span), cancellationToken);
    }

    public Task<IReadOnlyList<ExitRanking>> TopGroupsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<ExitRanking>>(database => Top(database, TopGroups, sources, from, limit), cancellationToken);

    public Task<IReadOnlyList<ExitRanking>> TopOperatorsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<ExitRanking>>(database => Top(database, TopOperators, sources, from, limit), cancellationToken);

    public Task<long> PositionAsync(CancellationToken cancellationToken) => readers.ReadAsync(
        static database =>
        {
            var row = database.Prepared("SELECT position FROM rollup_state");
            row.Step();
            var position = row.Number(0);
            row.Reset();
            return position;
        },
        cancellationToken);

    private static Statement Ask(Database database, StatisticsQuery query, StatisticsSpan span)
    {
        var id = query.GroupId ?? query.OperatorId;
        var sql = query.GroupId is not null ? OfGroup : query.OperatorId is not null ? OfOperator : OfSources;
        var row = database.Prepared(sql).Bind(1, span.First).Bind(2, span.End).Bind(3, span.PerBucket);
        return id is null
            ? row.Bind(4, List(query.Sources)).Bind(5, span.Width)
            : row.Bind(4, query.Sources[0]).Bind(5, id);
    }

    private static List<KindCount> Counts(Statement row, StatisticsSpan span)
    {
        var counts = new List<KindCount>();
        while (row.Step())
        {
            counts.Add(new(span.StartOf(row.Number(0)), (EntryKind)row.Number(1), row.Number(2)));
        }

        return counts;
    }

    private static List<ExitRanking> Top(
        Database database, string sql, IReadOnlyList<string> sources, DateTimeOffset from, int limit)
    {
        var row = database.Prepared(sql).Bind(1, StatisticsSpan.DayOf(from)).Bind(2, List(sources)).Bind(3, limit);
        var ranking = new List<ExitRanking>();
        while (row.Step())
        {
            ranking.Add(new(row.Text(0), row.Text(1), row.Number(2)));
        }

        return ranking;
    }

    private static string? List(IReadOnlyList<string> sources) => sources.Count == 0 ? null : JsonSerializer.Serialize(sources);
}
