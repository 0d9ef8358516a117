using System.Text;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>Reads head rows.</summary>
internal static class GroupReads
{
    private const string One = """
        SELECT g.group_id, g.sequence, g.hash, g.status, g.duplicates, g.summary,
            p.base_sequence, p.base_hash, c.facts, p.change
        FROM groups g
        LEFT JOIN pending p ON p.group_key = g.group_key
        LEFT JOIN callbacks c ON c.callback_key = p.callback_key
        WHERE g.source = ?1 AND g.group_id = ?2
        """;

    private const string OfSource = """
        SELECT group_id, sequence, hash, status, duplicates, summary
        FROM groups
        WHERE source = ?1 AND group_id >= ?2 AND (?3 IS NULL OR status = ?3)
        ORDER BY group_id
        """;

    /// <exception cref="JournalDamagedException">The row cannot be read back.</exception>
    public static GroupRecord? Find(Database database, GroupKey group)
    {
        var row = database.Prepared(One).Bind(1, group.Source).Bind(2, group.GroupId);
        if (!row.Step())
        {
            return null;
        }

        var pending = row.IsNull(6)
            ? null
            : new PendingCallback(
                new(row.Number(6), row.Hash(7)), row.Bytes(8).ToArray(), row.Bytes(9).ToArray());
        var record = new GroupRecord(Summary(row, group.Source), pending);
        row.Reset();
        return record;
    }

    /// <summary>Groups with a callback that is being appended in parts.</summary>
    public static IReadOnlyList<GroupKey> Pending(Database database)
    {
        var row = database.Prepared(
            "SELECT g.source, g.group_id FROM pending p JOIN groups g ON g.group_key = p.group_key ORDER BY p.callback_key");
        var groups = new List<GroupKey>();
        while (row.Step())
        {
            groups.Add(new(row.Text(0), row.Text(1)));
        }

        return groups;
    }

    /// <summary>A page of groups, source by source, each a range of the index on source and id.</summary>
    public static Page<GroupSummary> List(Database database, GroupQuery query)
    {
        var items = new List<GroupSummary>();
        foreach (var source in Sources(database, query))
        {
            var after = query.After is { } key && key.Source == source ? key.GroupId : null;
            if (!Fill(database, query, source, after, items))
            {
                return new(items, items[^1].Group.GroupId);
            }
        }

        return new(items, null);
    }

    /// <summary>Adds a source's groups; false if there is one more than the page holds.</summary>
    private static bool Fill(
        Database database, GroupQuery query, string source, string? after, List<GroupSummary> items)
    {
        var prefix = query.Prefix ?? "";
        var row = database.Prepared(OfSource)
            .Bind(1, source).Bind(2, Later(prefix, after)).Bind(3, (long?)query.Status);
        while (row.Step())
        {
            var summary = Summary(row, source);
            if (!summary.Group.GroupId.StartsWith(prefix, StringComparison.Ordinal))
            {
                break;
            }

            if (summary.Group.GroupId == after)
            {
                continue;
            }

            if (items.Count == query.Limit)
            {
                row.Reset();
                return false;
            }

            items.Add(summary);
        }

        row.Reset();
        return true;
    }

    private static List<string> Sources(Database database, GroupQuery query)
    {
        var row = database.Prepared(
            "SELECT source FROM source_totals WHERE (?1 IS NULL OR source = ?1) AND source >= ?2 ORDER BY source");
        row.Bind(1, query.Source).Bind(2, query.After?.Source ?? "");
        var sources = new List<string>();
        while (row.Step())
        {
            sources.Add(row.Text(0));
        }

        return sources;
    }

    private static string Later(string prefix, string? after) =>
        after is not null && Encoding.UTF8.GetBytes(after).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(prefix)) > 0
            ? after
            : prefix;

    private static GroupSummary Summary(Statement row, string source)
    {
        var status = row.Number(3);
        return status is (long)GroupStatus.Active or (long)GroupStatus.Dismissed
            ? GroupSummaryCodec.Decode(
                row.Bytes(5), new(source, row.Text(0)), new(row.Number(1), row.Hash(2)), (GroupStatus)status, row.Number(4))
            : throw new JournalDamagedException($"Group {row.Text(0)} has status {status}.");
    }
}
