using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>The current members of a group, and their import.</summary>
internal static class MembersResource
{
    public static RouteGroupBuilder MapMembers(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sources/{source}/groups/{groupId}/members").WithTags("Members");

        group.MapRead("", ListAsync)
            .WithSummary("A group's current members by user id.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<MemberView>([Examples.Member], Examples.Cursor))
            .Fails(Problems.UnknownSource, Problems.UnknownGroup, Problems.InvalidCursor);

        group.MapRead("/{userId}", FindAsync)
            .WithSummary("One current member.")
            .Answers(Examples.Member)
            .Fails(Problems.UnknownSource, Problems.UnknownGroup, Problems.NotAMember);

        group.MapPut("", MembersImport.PutAsync)
            .RequireRole(AdminRole.Operator)
            .WithSummary("Imports the full list of members.")
            .WithDescription(
                "The body is a JSON array of members, or one member a line (NDJSON). Who is missing from it has left. A user "
                + "listed twice counts once, with the highest role. An empty list is `[]`, not an empty body.")
            .Takes(ApiParameter.AsOf)
            .WithMetadata(new BodyExample(MembersImport.MediaTypes, [Examples.Member], IsList: true))
            .Answers(Examples.Import)
            .Answers(Examples.Import with { State = CallbackState.Pending }, StatusCodes.Status202Accepted)
            .Fails(
                Problems.UnknownSource, Problems.InvalidImport, Problems.AsOfInFuture, Problems.ContentTooLarge,
                Problems.TooManyMembers, Problems.UnsupportedMediaType, Problems.GroupWaits);

        return group;
    }

    private static async Task<Results<Ok<PageView<MemberView>>, ProblemHttpResult>> ListAsync(
        PathId source, PathId groupId, ApiQuery query, IGroups groups, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new GroupKey(source.Value, groupId.Value);
        var listing = $"members\n{key.Source}\n{key.GroupId}";
        var cursor = Cursor.Read(query, listing);
        return await groups.MembersAsync(key, cursor?.Place, query.Limit(), cancellationToken) is { } page
            ? TypedResults.Ok(new PageView<MemberView>(
                [.. page.Items.Select(MemberView.Of)],
                page.Next is { } next ? new Cursor(listing, true, next).ToString() : null))
            : GroupsResource.Unknown(key, sources);
    }

    private static async Task<Results<Ok<MemberView>, ProblemHttpResult>> FindAsync(
        PathId source, PathId groupId, PathId userId, IGroups groups, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new GroupKey(source.Value, groupId.Value);
        if (await groups.MemberAsync(key, userId.Value, cancellationToken) is { } member)
        {
            return TypedResults.Ok(MemberView.Of(member));
        }

        return await groups.FindAsync(key, cancellationToken) switch
        {
            null => GroupsResource.Unknown(key, sources),
            { Untracked: true } => Problems.NotAMember.Result("The vendor keeps no roster for groups of this type: members cannot be known."),
            { MembershipComplete: false } => Problems.NotAMember.Result(
                $"'{userId.Value}' is not known as a member; not every member of this group is known."),
            _ => Problems.NotAMember.Result($"'{userId.Value}' is not a member of this group."),
        };
    }
}

/// <summary>A current member.</summary>
/// <param name="UserId">The vendor's id.</param>
/// <param name="Role">The role, if known.</param>
/// <param name="Since">When the membership began, if known.</param>
internal sealed record MemberView(string UserId, GroupRole? Role, DateTimeOffset? Since)
{
    public static MemberView Of(Member member) =>
        new(member.UserId, member.Role == GroupRole.Unknown ? null : member.Role, member.Since);
}
