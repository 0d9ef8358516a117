using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>Reads the rollups.</summary>
internal sealed class PostgresStatistics(Reads reads) : IStatistics
{
    private const string OfSources =
        """
        SELECT start / $3 AS bucket, kind, sum(count)::bigint FROM source_counts
        WHERE source IN (SELECT source FROM source_totals WHERE $4::text[] IS NULL OR source = ANY ($4))
            AND width = $5 AND start >= $1 AND start < $2
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string OfGroup =
        """
        SELECT hour / $3 AS bucket, kind, sum(count)::bigint FROM group_counts
        WHERE group_key = (SELECT group_key FROM groups WHERE source = $4 AND group_id = $5) AND hour >= $1 AND hour < $2
        GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string OfOperator =
        """
        SELECT hour / $3 AS bucket, kind, sum(count)::bigint FROM operator_counts
        WHERE source = $4 AND operator_id = $5 AND hour >= $1 AND hour < $2 GROUP BY 1, 2 ORDER BY 1, 2
        """;

    private const string TopGroups =
        """
        SELECT g.source, g.group_id, d.exits
        FROM (SELECT group_key, sum(exits)::bigint AS exits FROM group_days WHERE day >= $1 GROUP BY group_key) d
        JOIN groups g ON g.group_key = d.group_key
        WHERE $2::text[] IS NULL OR g.source = ANY ($2)
        ORDER BY d.exits DESC, g.source, g.group_id LIMIT $3
        """;

    private const string TopOperators =
        """
        SELECT source, operator_id, sum(exits)::bigint FROM operator_days
        WHERE day >= $1 AND ($2::text[] IS NULL OR source = ANY ($2))
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $3
        """;

    public async Task<IReadOnlyList<KindCount>> CountAsync(StatisticsQuery query, CancellationToken cancellationToken)
    {
        var span = StatisticsSpan.Of(query);
        var id = query.GroupId ?? query.OperatorId;
        if (id is not null && !StorableText.Fits(id))
        {
            return [];
        }

        var sql = query.GroupId is not null ? OfGroup : query.OperatorId is not null ? OfOperator : OfSources;
        return await reads.AllAsync(
            sql,
            parameters =>
            {
                parameters.AddWithValue(span.First);
                parameters.AddWithValue(span.End);
                parameters.AddWithValue(span.PerBucket);
                if (id is null)
                {
                    parameters.Add(List(query.Sources));
                    parameters.AddWithValue((short)span.Width);
                }
                else
                {
                    parameters.AddWithValue(query.Sources[0]);
                    parameters.AddWithValue(id);
                }
            },
            reader => new KindCount(span.StartOf(reader.GetInt64(0)), (EntryKind)reader.GetInt16(1), reader.GetInt64(2)),
            cancellationToken);
    }

    public Task<IReadOnlyList<ExitRanking>> TopGroupsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        TopAsync(TopGroups, sources, from, limit, cancellationToken);

    public Task<IReadOnlyList<ExitRanking>> TopOperatorsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        TopAsync(TopOperators, sources, from, limit, cancellationToken);

    public async Task<long> PositionAsync(CancellationToken cancellationToken) => (await reads.AllAsync(
        "SELECT position FROM rollup_state", static _ => { }, reader => reader.GetInt64(0), cancellationToken)).Single();

    private async Task<IReadOnlyList<ExitRanking>> TopAsync(
        string sql, IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken) =>
        await reads.AllAsync(
            sql,
            parameters =>
            {
                parameters.AddWithValue(StatisticsSpan.DayOf(from));
                parameters.Add(List(sources));
                parameters.AddWithValue(limit);
            },
            reader => new ExitRanking(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)),
            cancellationToken);

    private static NpgsqlParameter<string[]?> List(IReadOnlyList<string> sources) => new()
    {
        TypedValue = sources.Count == 0 ? null : [.. sources],
        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
    };
}
