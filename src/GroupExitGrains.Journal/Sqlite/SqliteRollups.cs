using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Carries the rollups on in the writer's transactions. Kinds: 1 created, which has no user; 3 to 6 exits.</summary>
internal sealed class SqliteRollups(SqliteWriter writer) : IRollups
{
    /// <summary>A few milliseconds of the writer's time, which those who append wait for.</summary>
    private const int Most = 500;

    // Entries are read once, and counted from here by what each table counts.
    private const string Create =
        """
        CREATE TEMP TABLE IF NOT EXISTS counted (
            source TEXT, group_key INTEGER, operator_id TEXT, minute INTEGER, kind INTEGER, count INTEGER)
        """;

    private const string Count =
        """
        INSERT INTO temp.counted
        SELECT g.source, e.group_key, c.operator_id, e.received_at / 60000, e.kind, count(*)
        FROM entries e JOIN groups g ON g.group_key = e.group_key JOIN callbacks c ON c.callback_key = e.callback_key
        WHERE e.position > ?1 AND e.position <= ?2 AND e.effect = 1 AND (e.user_id IS NOT NULL OR e.kind = 1)
        GROUP BY 1, 2, 3, 4, 5
        """;

    private static readonly string[] s_additions =
    [
        """
        INSERT INTO source_counts (source, width, start, kind, count)
        SELECT source, 1, minute, kind, sum(count) FROM temp.counted WHERE true GROUP BY 1, 3, 4
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """,
        """
        INSERT INTO source_counts (source, width, start, kind, count)
        SELECT source, 2, minute / 60, kind, sum(count) FROM temp.counted WHERE true GROUP BY 1, 3, 4
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """,
        """
        INSERT INTO group_counts (group_key, hour, kind, count)
        SELECT group_key, minute / 60, kind, sum(count) FROM temp.counted WHERE true GROUP BY 1, 2, 3
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """,
        """
        INSERT INTO operator_counts (source, operator_id, hour, kind, count)
        SELECT source, operator_id, minute / 60, kind, sum(count) FROM temp.counted WHERE operator_id IS NOT NULL
        GROUP BY 1, 2, 3, 4
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """,
        """
        INSERT INTO group_days (day, group_key, exits)
        SELECT minute / 1440, group_key, sum(count) FROM temp.counted WHERE kind BETWEEN 3 AND 6 GROUP BY 1, 2
        ON CONFLICT DO UPDATE SET exits = exits + excluded.exits
        """,
        """
        INSERT INTO operator_days (day, source, operator_id, exits)
        SELECT minute / 1440, source, operator_id, sum(count) FROM temp.counted
        WHERE kind BETWEEN 3 AND 6 AND operator_id IS NOT NULL GROUP BY 1, 2, 3
        ON CONFLICT DO UPDATE SET exits = exits + excluded.exits
        """,
    ];

    public async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        var counted = 0L;
        await writer.RunAsync(bytes: 0, database => counted = Advance(database)).WaitAsync(cancellationToken);
        return counted == Most;
    }

    private static long Advance(Database database)
    {
        var position = Number(database.Prepared("SELECT position FROM rollup_state"));
        var last = Number(database.Prepared("SELECT coalesce(max(position), 0) FROM entries"));
        var reached = Math.Min(last, position + Most);
        if (reached == position)
        {
            return 0;
        }

        database.Prepared(Create).Run();
        database.Prepared(Count).Bind(1, position).Bind(2, reached).Run();
        foreach (var addition in s_additions)
        {
            database.Prepared(addition).Run();
        }

        database.Prepared("DELETE FROM temp.counted").Run();

        database.Prepared("UPDATE rollup_state SET position = ?1").Bind(1, reached).Run();
        return reached - position;
    }

    private static long Number(Statement row)
    {
        row.Step();
        var number = row.Number(0);
        row.Reset();
        return number;
    }
}
