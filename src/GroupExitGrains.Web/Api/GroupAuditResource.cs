using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>A group's history and whether it is unaltered.</summary>
internal static class GroupAuditResource
{
    public static RouteGroupBuilder MapGroupAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sources/{source}/groups/{groupId}/audit").WithTags("Audit");

        group.MapRead("", ListAsync)
            .WithSummary("A group's history, newest first.")
            .Takes([ApiParameter.User, .. AuditPaging.Filters])
            .Answers(new PageView<EntryView>([Examples.Entry], Examples.Cursor))
            .Fails(Problems.UnknownSource, Problems.UnknownGroup, Problems.InvalidCursor);

        group.MapRead("/verify", VerifyAsync)
            .WithSummary("Walks a group's hash chain and says whether anything was altered.")
            .Answers(Examples.Verification)
            .Fails(Problems.UnknownSource, Problems.UnknownGroup);

        return group;
    }

    private static async Task<Results<Ok<PageView<EntryView>>, ProblemHttpResult>> ListAsync(
        PathId source, PathId groupId, ApiQuery query, IGroups groups, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new GroupKey(source.Value, groupId.Value);
        var scope = new AuditQuery { Source = key.Source, GroupId = key.GroupId, UserId = query.Id(ApiParameter.User) };
        var paging = AuditPaging.Read(query, $"group-audit\n{key.Source}\n{key.GroupId}", scope);
        return await groups.HistoryAsync(key, paging.Query, cancellationToken) is { } page
            ? TypedResults.Ok(paging.View(page))
            : GroupsResource.Unknown(key, sources);
    }

    private static async Task<Results<Ok<VerificationView>, ProblemHttpResult>> VerifyAsync(
        PathId source, PathId groupId, IGroups groups, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new GroupKey(source.Value, groupId.Value);
        try
        {
            return await groups.VerifyAsync(key, cancellationToken) is { } verification
                ? TypedResults.Ok(VerificationView.Of(verification))
                : GroupsResource.Unknown(key, sources);
        }
        catch (JournalDamagedException damage)
        {
            // Damage is an answer to this question, not a failure to answer it.
            return TypedResults.Ok(new VerificationView(false, 0, null, null, damage.Message));
        }
    }
}

/// <summary>The outcome of walking a group's hash chain.</summary>
/// <param name="Valid">Nothing was altered.</param>
/// <param name="Entries">How many entries were walked and found good.</param>
/// <param name="HeadHash">The hash at which the history ends.</param>
/// <param name="FirstBrokenSequence">The first entry that does not hold.</param>
/// <param name="Reason">What does not hold.</param>
internal sealed record VerificationView(bool Valid, long Entries, string? HeadHash, long? FirstBrokenSequence, string? Reason)
{
    public static VerificationView Of(Verification verification) => new(
        verification.Valid,
        verification.Entries,
        verification.HeadHash.ToString(),
        verification.FirstBrokenSequence,
        verification.Reason);
}
