using System.Globalization;
using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>Pages of group summaries, by source and group id.</summary>
internal sealed class GroupPages(Reads reads)
{
    // The last code point, as often as the longest id could hold it: no id with a prefix sorts behind prefix and this.
    private static readonly string Last = string.Concat(Enumerable.Repeat("\U0010FFFF", VendorId.MaxBytes / 4));

    public async Task<Page<GroupSummary>> PageAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        if (!StorableText.Fits(query.Source) || !StorableText.Fits(query.Prefix) || !CanContinue(query.After))
        {
            return new([], null);
        }

        var sql = Compose(query, out var values);
        var summaries = await reads.AllAsync(
            sql,
            parameters => values.ForEach(value => parameters.AddWithValue(value)),
            GroupRows.ReadSummary,
            cancellationToken);
        if (summaries.Count <= query.Limit)
        {
            return new(summaries, null);
        }

        summaries.RemoveAt(query.Limit);
        return new(summaries, "more");
    }

    private static bool CanContinue(GroupKey? after) =>
        after is not { } group || (StorableText.Fits(group.Source) && StorableText.Fits(group.GroupId));

    private static string Compose(GroupQuery query, out List<object> values)
    {
        var given = new List<object>();
        string Place(object value)
        {
            given.Add(value);
            return "$" + given.Count.ToString(CultureInfo.InvariantCulture);
        }

        var conditions = new List<string> { "true" };
        if (query.Source is not null)
        {
            conditions.Add($"g.source = {Place(query.Source)}");
        }

        if (query.Status is { } status)
        {
            conditions.Add($"g.status = {Place((short)status)}");
        }

        if (!string.IsNullOrEmpty(query.Prefix))
        {
            conditions.Add($"g.group_id >= {Place(query.Prefix)} AND g.group_id <= {Place(query.Prefix + Last)}");
        }

        if (query.After is { } after)
        {
            conditions.Add($"(g.source, g.group_id) > ({Place(after.Source)}, {Place(after.GroupId)})");
        }

        var limit = Place(query.Limit + 1);
        values = given;
        return $"""
                SELECT {GroupRows.SummaryColumns} FROM groups AS g WHERE {string.Join(" AND ", conditions)}
                ORDER BY g.source, g.group_id LIMIT {limit}
                """;
    }
}
