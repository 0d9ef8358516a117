using GroupExitGrains.Journal.Sqlite.Native;

namespace GroupExitGrains.Journal.Sqlite.Rollups;

/// <summary>Adds counts to the rollups, and moves the position that they have come to.</summary>
internal static class RollupWrite
{
    private const string OfSource =
        """
        INSERT INTO source_counts (source, width, start, kind, count) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """;

    private const string OfGroup =
        """
        INSERT INTO group_counts (group_key, hour, kind, count) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """;

    private const string OfOperator =
        """
        INSERT INTO operator_counts (source, operator_id, hour, kind, count) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """;

    private const string DayOfGroup =
        """
        INSERT INTO group_days (day, group_key, exits) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET exits = exits + excluded.exits
        """;

    private const string DayOfOperator =
        """
        INSERT INTO operator_days (day, source, operator_id, exits) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET exits = exits + excluded.exits
        """;

    /// <summary>False, and nothing is added, if another process has counted meanwhile.</summary>
    public static bool TryAdd(Database database, RollupCounts counts)
    {
        var moved = database.Prepared("UPDATE rollup_state SET position = ?1 WHERE position = ?2")
            .Bind(1, counts.Reached).Bind(2, counts.After).Run();
        if (moved == 0)
        {
            return false;
        }

        foreach (var ((source, minute, kind), count) in counts.Minutes)
        {
            database.Prepared(OfSource).Bind(1, source).Bind(2, 1).Bind(3, minute).Bind(4, kind).Bind(5, count).Run();
            database.Prepared(OfSource).Bind(1, source).Bind(2, 2).Bind(3, minute / 60).Bind(4, kind).Bind(5, count).Run();
        }

        // In the order in which they are kept, so that a page is looked for once.
        foreach (var ((group, hour, kind), count) in counts.Groups.OrderBy(count => count.Key))
        {
            database.Prepared(OfGroup).Bind(1, group).Bind(2, hour).Bind(3, kind).Bind(4, count).Run();
        }

        foreach (var ((source, operatorId, hour, kind), count) in counts.Operators)
        {
            database.Prepared(OfOperator)
                .Bind(1, source).Bind(2, operatorId).Bind(3, hour).Bind(4, kind).Bind(5, count).Run();
        }

        foreach (var ((day, group), count) in counts.GroupDays.OrderBy(count => count.Key))
        {
            database.Prepared(DayOfGroup).Bind(1, day).Bind(2, group).Bind(3, count).Run();
        }

        foreach (var ((day, source, operatorId), count) in counts.OperatorDays)
        {
            database.Prepared(DayOfOperator).Bind(1, day).Bind(2, source).Bind(3, operatorId).Bind(4, count).Run();
        }

        return true;
    }
}
