using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>
/// The rows that a query admits, in its order, as far as SQL can tell. What a query leaves open is bound so wide that it
/// admits everything, so there are few texts and each stays prepared.
/// </summary>
internal static class EntryScan
{
    public const int Sequence = 0;
    public const int Position = 1;
    public const int Kind = 2;
    public const int Effect = 3;
    public const int Role = 4;
    public const int WasMember = 5;
    public const int Since = 6;
    public const int UserId = 7;
    public const int Hash = 8;
    public const int CallbackKey = 9;
    public const int Facts = 10;
    public const int PreviousHash = 11;

    /// <summary>The statement, bound; null if the query names a group that is not known, or a place behind the end.</summary>
    public static Statement? Start(Database database, AuditQuery query)
    {
        long? groupKey = null;
        if (query.GroupId is { } groupId)
        {
            groupKey = GroupKeys.Find(database, new(query.Source!, groupId));
            if (groupKey is null)
            {
                return null;
            }
        }

        var start = query.After ?? (query.Ascending ? long.MinValue : long.MaxValue);
        if (groupKey is { } key && query.UserId is not null && query.After is not null)
        {
            // A user's entries are found by position, and a group's places are sequences.
            var position = PositionAt(database, key, start, query.Ascending);
            if (position is null)
            {
                return null;
            }

            start = position.Value;
        }

        var statement = database.Prepared(Sql(query))
            .Bind(1, start)
            .Bind(2, Mask(query.Kinds.Select(kind => (int)kind)))
            .Bind(3, Mask(query.Effects.Select(effect => (int)effect)))
            .Bind(4, query.From is { } from ? CeilingMilliseconds(from) : long.MinValue)
            .Bind(5, query.To is { } to ? CeilingMilliseconds(to) : long.MaxValue);
        if (query.OperatorId is not null)
        {
            statement.Bind(6, query.OperatorId);
        }

        if (groupKey is not null)
        {
            statement.Bind(7, groupKey);
        }

        if (query.UserId is { } userId)
        {
            statement.Bind(8, UserHash.Of(query.Source!, userId)).Bind(9, userId);
        }

        if (OfSource(query))
        {
            statement.Bind(10, query.Source);
        }

        return statement;
    }

    private static string Sql(AuditQuery query)
    {
        var (index, scope) = (query.GroupId, query.UserId) switch
        {
            (_, not null) => ("INDEXED BY entries_by_user", "e.user_hash = ?8 AND e.user_id = ?9"),
            (not null, _) => ("INDEXED BY entries_by_group", "e.group_key = ?7"),
            _ => ("NOT INDEXED", "TRUE"),
        };
        var place = query.GroupId is not null && query.UserId is null ? "e.sequence" : "e.position";
        var (beyond, order) = query.Ascending ? (">", "ASC") : ("<", "DESC");
        var inGroup = query.GroupId is not null && query.UserId is not null ? "AND e.group_key = ?7" : "";
        var ofSource = OfSource(query)
            ? "AND (SELECT g.source FROM groups g WHERE g.group_key = e.group_key) = ?10"
            : "";
        var byOperator = query.OperatorId is null ? "" : "AND c.operator_id = ?6";
        return $"""
            SELECT e.sequence, e.position, e.kind, e.effect, e.role, e.was_member, e.since, e.user_id, e.hash,
                e.callback_key, c.facts,
                (SELECT p.hash FROM entries p WHERE p.group_key = e.group_key AND p.sequence = e.sequence - 1)
            FROM entries e {index}
            LEFT JOIN callbacks c ON c.callback_key = e.callback_key
            WHERE {scope} AND {place} {beyond} ?1 {inGroup}
                AND (1 << e.kind) & ?2 AND (1 << e.effect) & ?3 AND e.received_at >= ?4 AND e.received_at < ?5
                {ofSource} {byOperator}
            ORDER BY {place} {order}
            """;
    }

    private static bool OfSource(AuditQuery query) => query.Source is not null && query.GroupId is null;

    /// <summary>A position such that the group's entries behind it are those with a sequence behind the given one.</summary>
    private static long? PositionAt(Database database, long groupKey, long sequence, bool ascending)
    {
        var row = database.Prepared(ascending
                ? "SELECT min(position) FROM (SELECT position FROM entries WHERE group_key = ?1 AND sequence > ?2 ORDER BY sequence LIMIT 1)"
                : "SELECT max(position) FROM (SELECT position FROM entries WHERE group_key = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT 1)")
            .Bind(1, groupKey).Bind(2, sequence);
        row.Step();
        var position = row.NumberOrNull(0);
        row.Reset();
        return ascending ? position - 1 : position + 1;
    }

    private static long Mask(IEnumerable<int> numbers)
    {
        var mask = numbers.Aggregate(0L, (bits, number) => bits | (1L << number));
        return mask == 0 ? -1 : mask;
    }

    /// <summary>Times are stored in whole milliseconds, so a finer bound is the next whole one.</summary>
    private static long CeilingMilliseconds(DateTimeOffset time)
    {
        var whole = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? whole : whole + 1;
    }
}
