using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>What is known of a user over all groups of a source.</summary>
internal static class UsersResource
{
    public static RouteGroupBuilder MapUsers(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sources/{source}/users/{userId}").WithTags("Users");

        group.MapRead("", FindAsync)
            .WithSummary("The groups that a user is in now, and counts of exits.")
            .Answers(Examples.User)
            .Fails(Problems.UnknownSource, Problems.UnknownUser);

        group.MapRead("/audit", HistoryAsync)
            .WithSummary("A user's history over all groups, newest first.")
            .Takes(AuditPaging.Filters)
            .Answers(new PageView<EntryView>([Examples.Entry], Examples.Cursor))
            .Fails(Problems.UnknownSource, Problems.UnknownUser, Problems.InvalidCursor);

        return group;
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> FindAsync(
        PathId source, PathId userId, IUsers users, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new UserKey(source.Value, userId.Value);
        return await users.FindAsync(key, cancellationToken) is { } summary
            ? TypedResults.Ok(UserView.Of(summary))
            : Unknown(key, sources);
    }

    private static async Task<Results<Ok<PageView<EntryView>>, ProblemHttpResult>> HistoryAsync(
        PathId source, PathId userId, ApiQuery query, IUsers users, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new UserKey(source.Value, userId.Value);
        var scope = new AuditQuery { Source = key.Source, UserId = key.UserId };
        var paging = AuditPaging.Read(query, $"user-audit\n{key.Source}\n{key.UserId}", scope);
        var page = await users.HistoryAsync(key, paging.Query, cancellationToken);
        return page.Items.Count == 0 && await users.FindAsync(key, cancellationToken) is null
            ? Unknown(key, sources)
            : TypedResults.Ok(paging.View(page));
    }

    private static ProblemHttpResult Unknown(UserKey user, ConfiguredSources sources) => sources.Has(user.Source)
        ? Problems.UnknownUser.Result($"Source '{user.Source}' has never told of a user '{user.UserId}'.")
        : Problems.UnknownSource.Result($"No source '{user.Source}' is configured, and none has left a user '{user.UserId}'.");
}

/// <summary>What is known of a user over all groups of a source.</summary>
/// <param name="Source">The source.</param>
/// <param name="UserId">The vendor's id.</param>
/// <param name="Groups">The groups that the user is in now, by id.</param>
/// <param name="Exits">The user's exits.</param>
internal sealed record UserView(string Source, string UserId, IReadOnlyList<UserGroupView> Groups, ExitsView Exits)
{
    public static UserView Of(UserSummary user) => new(
        user.User.Source,
        user.User.UserId,
        [.. user.Groups.Select(group => new UserGroupView(group.GroupId, group.Since))],
        ExitsView.Of(user.Exits));
}

/// <summary>A group that a user is in.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Since">When the membership began, if known.</param>
internal sealed record UserGroupView(string GroupId, DateTimeOffset? Since);
