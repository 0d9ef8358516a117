using System.Text;
using GroupExitGrains.Journal.Sqlite.Native;

namespace GroupExitGrains.Journal.Sqlite.Rollups;

/// <summary>Counts what is behind the rollups. Kinds: 1 created, which has no user; 3 to 6 exits.</summary>
internal static class RollupRead
{
    // One statement, and so of one moment: what is counted begins where that moment's position is. What somebody has deleted
    // leaves a gap, and is passed over.
    public const string Entries =
        """
        SELECT s.position, e.position,
            e.effect = 1 AND (e.user_id IS NOT NULL OR e.kind = 1) AND g.source IS NOT NULL AND c.callback_key IS NOT NULL,
            g.source, e.group_key, c.operator_id, e.received_at / 60000, e.kind
        FROM rollup_state s
        JOIN entries e ON e.position > s.position
        LEFT JOIN groups g ON g.group_key = e.group_key
        LEFT JOIN callbacks c ON c.callback_key = e.callback_key
        WHERE s.only_row = 1
        ORDER BY e.position LIMIT ?1
        """;

    /// <summary>Counts at most so many entries; none if all are counted.</summary>
    public static RollupCounts Next(Database database, int most)
    {
        RollupCounts? counts = null;
        var row = database.Prepared(Entries).Bind(1, most);
        while (row.Step())
        {
            counts ??= new RollupCounts(row.Number(0));
            counts.Reached = row.Number(1);
            counts.Entries++;
            if (row.Number(2) != 0)
            {
                counts.Add(
                    Text(row, 3), row.Number(4), row.IsNull(5) ? null : Text(row, 5), row.Number(6), (int)row.Number(7));
            }
        }

        return counts ?? new RollupCounts(0);
    }

    // Counted under what can be read of it, where a stored text is damaged: verifying the group names that, and counting goes on.
    private static string Text(Statement row, int column) => Encoding.UTF8.GetString(row.Bytes(column));
}
