using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>The history over everything, by position; with filters, that of one group or one user whatever its id.</summary>
internal static class AuditResource
{
    private const int LongestWaitSeconds = 60;

    public static RouteGroupBuilder MapAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/audit").WithTags("Audit").KeepsToScope();

        group.MapRead("", ListAsync)
            .WithSummary("The history over everything, newest first; with `after`, oldest first from a position on.")
            .Takes([ApiParameter.Source, ApiParameter.Group, ApiParameter.User, ApiParameter.After, ApiParameter.Wait, .. AuditPaging.Filters])
            .Answers(new PageView<EntryView>([Examples.Entry], Examples.Cursor))
            .Fails(Problems.MissingParameter, Problems.ConflictingParameters, Problems.InvalidCursor);

        return group;
    }

    private static async Task<Ok<PageView<EntryView>>> ListAsync(
        ApiQuery query,
        SourceScope limits,
        IHistory history,
        IGroups groups,
        IUsers users,
        LongPoll longPoll,
        CancellationToken cancellationToken)
    {
        var after = query.Number(ApiParameter.After);
        var wait = query.Wait(LongestWaitSeconds);
        var scope = AuditScope.Read(query) with { After = after };
        if (after is not null && query.Ascending() == false)
        {
            throw Problems.ConflictingParameters.Exception("after lists in ascending order; order=desc contradicts it.");
        }

        if (wait is not null && after is null)
        {
            throw Problems.MissingParameter.Exception("wait needs after: what is waited for comes behind a position.");
        }

        var listing = $"audit\n{scope.Source}\n{scope.GroupId}\n{scope.UserId}";
        var paging = AuditPaging.Read(query, listing, scope, ascendsByDefault: after is not null);
        var start = paging.Continues ? null : after;
        var page = start is { } position && wait is { } time
            ? await longPoll.AskAsync(PageAsync, paging.Query, limits, position, time, cancellationToken)
            : await PageAsync();
        return TypedResults.Ok(paging.View(page));

        async Task<Page<AuditEntry>> PageAsync() => scope switch
        {
            { Source: { } source, GroupId: { } groupId } =>
                await OfGroupAsync(groups, new GroupKey(source, groupId), paging.Query, start, cancellationToken),
            { Source: { } source, UserId: { } userId } =>
                await users.HistoryAsync(new UserKey(source, userId), paging.Query, cancellationToken),
            _ => await history.PageAsync(paging.Query, limits, cancellationToken),
        };
    }

    private static async Task<Page<AuditEntry>> OfGroupAsync(
        IGroups groups, GroupKey group, AuditQuery query, long? afterPosition, CancellationToken cancellationToken)
    {
        // A group's history is paged by sequence: a cursor holds one, what the client gives is a position.
        if (afterPosition is { } position)
        {
            query = query with { After = await groups.SequenceAtAsync(group, position, cancellationToken) };
        }

        return await groups.HistoryAsync(group, query, cancellationToken) ?? new Page<AuditEntry>([], null);
    }
}
