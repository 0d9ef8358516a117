using System.Globalization;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>
/// Composes the statement for a page: a group's history walks (group_key, sequence), a user's (user_hash, position),
/// everything else the positions; in any case from where the last page ended. There are as many statements as combinations of
/// criteria, few enough to stay prepared.
/// </summary>
internal static class EntryPageSql
{
    /// <summary>
    /// The entry before to join; null, which is not even looked for, where its hash stands beside that of the entry itself, as it
    /// does for all that were appended since there is a place for it.
    /// </summary>
    private const string EntryBefore = "CASE WHEN e.previous_hash IS NULL THEN e.sequence - 1 END";

    public static string Compose(AuditQuery query, out List<object> values)
    {
        var conditions = new List<string>();
        var given = new List<object>();
        string Place(object value)
        {
            given.Add(value);
            return "$" + given.Count.ToString(CultureInfo.InvariantCulture);
        }

        var key = query.GroupId is null ? "position" : "sequence";
        if (query.GroupId is not null)
        {
            conditions.Add(
                "e.group_key = (SELECT group_key FROM groups "
                + $"WHERE source = {Place(query.Source!)} AND group_id = {Place(query.GroupId)})");
        }

        if (query.UserId is not null)
        {
            conditions.Add($"e.user_hash = {Place(UserHash.Of(query.Source!, query.UserId))}");
            conditions.Add($"e.user_id = {Place(query.UserId)}");
        }

        if (query.Kinds.Count > 0)
        {
            conditions.Add($"e.kind = ANY ({Place(query.Kinds.Select(kind => (short)kind).ToArray())})");
        }

        if (query.Effects.Count > 0)
        {
            conditions.Add($"e.effect = ANY ({Place(query.Effects.Select(effect => (short)effect).ToArray())})");
        }

        if (query.From is { } from)
        {
            conditions.Add($"e.received_at >= {Place(CeilingMilliseconds(from))}");
        }

        if (query.To is { } to)
        {
            conditions.Add($"e.received_at < {Place(CeilingMilliseconds(to))}");
        }

        if (query.After is { } after)
        {
            conditions.Add($"e.{key} {(query.Ascending ? ">" : "<")} {Place(after)}");
        }

        var joins = "";
        if (query.Source is not null && query.GroupId is null)
        {
            joins += " JOIN groups AS f ON f.group_key = e.group_key";
            var source = Place(query.Source);
            conditions.Add($"f.source = {source} AND EXISTS (SELECT FROM source_totals WHERE source = {source})");
        }

        if (query.OperatorId is not null)
        {
            joins += " JOIN callbacks AS o ON o.id = e.callback_id";
            conditions.Add($"o.operator_id = {Place(query.OperatorId)}");
        }

        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);

        // Within a group positions and sequences ascend alike; a user's index has the positions.
        var order = $"{(query.UserId is null ? key : "position")} {(query.Ascending ? "ASC" : "DESC")}";
        var limit = Place(query.Limit + 1);
        values = given;
        return $"""
                SELECT {EntryRows.Columns}, COALESCE(e.previous_hash, p.hash), g.source, g.group_id
                FROM (
                    SELECT *, lag(callback_id) OVER (ORDER BY {order}) AS {EntryRows.PreviousCallback}
                    FROM (SELECT e.* FROM entries AS e{joins} {where} ORDER BY e.{order} LIMIT {limit}) AS found) AS e
                LEFT JOIN callbacks AS c ON c.id = {EntryRows.NewCallback}
                LEFT JOIN entries AS p ON p.group_key = e.group_key AND p.sequence = {EntryBefore}
                LEFT JOIN groups AS g ON g.group_key = e.group_key
                ORDER BY e.{order}
                """;
    }

    // Stored times are whole milliseconds; a bound between two of them admits the later one only.
    private static long CeilingMilliseconds(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) < time ? milliseconds + 1 : milliseconds;
    }
}
