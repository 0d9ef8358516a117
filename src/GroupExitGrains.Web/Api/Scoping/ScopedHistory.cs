using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Lists over several sources but not all, made of a list per source.</summary>
internal static class ScopedHistory
{
    private static readonly AuditQuery Last = new() { Limit = 1 };

    /// <summary>Groups, which come by source: one source after the other.</summary>
    public static async Task<Page<GroupSummary>> GroupsAsync(
        this IHistory history, GroupQuery query, SourceScope scope, CancellationToken cancellationToken)
    {
        if (query.Source is not null || !scope.IsLimited)
        {
            return await history.GroupsAsync(query, cancellationToken);
        }

        var items = new List<GroupSummary>();
        foreach (var source in scope.Names.Where(name => string.CompareOrdinal(name, query.After?.Source) >= 0))
        {
            var page = await history.GroupsAsync(
                query with
                {
                    Source = source,
                    After = query.After?.Source == source ? query.After : null,
                    Limit = query.Limit + 1 - items.Count,
                },
                cancellationToken);
            items.AddRange(page.Items);
            if (items.Count > query.Limit)
            {
                return new([.. items.Take(query.Limit)], "more");
            }
        }

        return new(items, null);
    }

    /// <summary>Entries by position: the sources' lists merged.</summary>
    public static async Task<Page<AuditEntry>> PageAsync(
        this IHistory history, AuditQuery query, SourceScope scope, CancellationToken cancellationToken)
    {
        if (query.Source is not null || !scope.IsLimited)
        {
            return await history.PageAsync(query, cancellationToken);
        }

        // The sources are read one after the other while all of them grow. What is behind the end that there was before the
        // first was read is left to the next page: of the first, something before it may not have been seen.
        var end = (await history.PageAsync(Last, cancellationToken)).Items is [var last] ? last.Position : 0;
        if (!query.Ascending)
        {
            query = query with { After = Math.Min(query.After ?? long.MaxValue, end + 1) };
        }

        var sign = query.Ascending ? 1 : -1;
        var items = new List<AuditEntry>();
        long? horizon = null;
        foreach (var source in scope.Names)
        {
            var page = await history.PageAsync(query with { Source = source }, cancellationToken);
            items.AddRange(page.Items.Where(entry => entry.Position <= end));

            // What lies beyond the end of a page that is not the last is not known yet.
            if (page.Next is { } next && long.Parse(next, CultureInfo.InvariantCulture) is var reached && reached <= end)
            {
                horizon = horizon is { } nearest && nearest * sign < reached * sign ? nearest : reached;
            }
        }

        var known = items.Where(entry => horizon is null || entry.Position * sign <= horizon * sign)
            .OrderBy(entry => entry.Position * sign)
            .Take(query.Limit)
            .ToList();
        return known.Count < items.Count || horizon is not null
            ? new(known, known[^1].Position.ToString(CultureInfo.InvariantCulture))
            : new(known, null);
    }
}
