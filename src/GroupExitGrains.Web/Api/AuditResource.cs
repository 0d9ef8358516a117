using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>The history over everything, by position; with filters, that of one group or one user whatever its id.</summary>
internal static class AuditResource
{
    private static readonly AuditQuery OneEntry = new() { Ascending = true, Limit = 1 };

    public static RouteGroupBuilder MapAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/audit").WithTags("Audit").KeepsToScope();

        group.MapRead("", ListAsync)
            .WithSummary("The history over everything, newest first; with `after`, oldest first from a position on.")
            .Takes([ApiParameter.Source, ApiParameter.Group, ApiParameter.User, ApiParameter.After, .. AuditPaging.Filters])
            .Answers(new PageView<EntryView>([Examples.Entry], Examples.Cursor))
            .Fails(Problems.MissingParameter, Problems.ConflictingParameters, Problems.InvalidCursor);

        return group;
    }

    private static async Task<Ok<PageView<EntryView>>> ListAsync(
        ApiQuery query, SourceScope limits, IHistory history, IGroups groups, IUsers users, CancellationToken cancellationToken)
    {
        var after = query.Number(ApiParameter.After);
        var scope = new AuditQuery
        {
            Source = query.Text(ApiParameter.Source),
            GroupId = query.Id(ApiParameter.Group),
            UserId = query.Id(ApiParameter.User),
            After = after,
        };
        if (scope.Source is null && (scope.GroupId ?? scope.UserId) is not null)
        {
            throw Problems.MissingParameter.Exception("group and user need source: ids of different sources are different.");
        }

        if (after is not null && query.Ascending() == false)
        {
            throw Problems.ConflictingParameters.Exception("after lists in ascending order; order=desc contradicts it.");
        }

        var listing = $"audit\n{scope.Source}\n{scope.GroupId}\n{scope.UserId}";
        var paging = AuditPaging.Read(query, listing, scope, ascendsByDefault: after is not null);
        var start = paging.Continues ? null : after;
        return TypedResults.Ok(paging.View(scope switch
        {
            { Source: { } source, GroupId: { } groupId } =>
                await OfGroupAsync(groups, new GroupKey(source, groupId), paging.Query, start, cancellationToken),
            { Source: { } source, UserId: { } userId } =>
                await users.HistoryAsync(new UserKey(source, userId), paging.Query, cancellationToken),
            _ => await history.PageAsync(paging.Query, limits, cancellationToken),
        }));
    }

    private static async Task<Page<AuditEntry>> OfGroupAsync(
        IGroups groups, GroupKey group, AuditQuery query, long? afterPosition, CancellationToken cancellationToken)
    {
        // A group's history is paged by sequence: a cursor holds one, what the client gives is a position.
        if (afterPosition is { } position)
        {
            query = query with { After = await SequenceAtAsync(groups, group, position, cancellationToken) };
        }

        return await groups.HistoryAsync(group, query, cancellationToken) ?? new Page<AuditEntry>([], null);
    }

    /// <summary>The last sequence of a group at or before a position. Both ascend together, so halving finds it.</summary>
    private static async Task<long> SequenceAtAsync(
        IGroups groups, GroupKey group, long position, CancellationToken cancellationToken)
    {
        var (low, high) = (0L, (await groups.FindAsync(group, cancellationToken))?.Head.Sequence ?? 0);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var page = await groups.HistoryAsync(group, OneEntry with { After = middle - 1 }, cancellationToken);
            (low, high) = page?.Items is [var entry, ..] && entry.Position <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
