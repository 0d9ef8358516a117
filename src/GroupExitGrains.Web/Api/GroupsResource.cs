using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Summaries of groups.</summary>
internal static class GroupsResource
{
    private const string Listing = "groups";

    public static RouteGroupBuilder MapGroups(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Groups");

        group.MapRead("/groups", ListAsync)
            .KeepsToScope()
            .WithSummary("Groups by source and id.")
            .Takes(ApiParameter.Source, ApiParameter.Status, ApiParameter.Prefix, ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<GroupView>([Examples.Group], Examples.Cursor));

        group.MapRead("/sources/{source}/groups/{groupId}", FindAsync)
            .WithSummary("What is known of a group.")
            .Answers(Examples.Group)
            .Fails(Problems.UnknownSource, Problems.UnknownGroup);

        return group;
    }

    /// <summary>The answer for a group that nothing is known of.</summary>
    public static ProblemHttpResult Unknown(GroupKey group, ConfiguredSources sources) => sources.Has(group.Source)
        ? Problems.UnknownGroup.Result($"Source '{group.Source}' has never told of a group '{group.GroupId}'.")
        : Problems.UnknownSource.Result($"No source '{group.Source}' is configured, and none has left a group '{group.GroupId}'.");

    private static async Task<Ok<PageView<GroupView>>> ListAsync(
        ApiQuery query, SourceScope scope, IHistory history, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var cursor = Cursor.Read(query, Listing);
        var page = await history.GroupsAsync(
            new GroupQuery
            {
                Source = query.Text(ApiParameter.Source),
                Status = query.Word<GroupStatus>(ApiParameter.Status),
                Prefix = query.Text(ApiParameter.Prefix),
                Limit = query.Limit(),
                After = After(cursor),
            },
            scope,
            cancellationToken);

        var next = page is { Next: not null, Items: [.., var last] }
            ? new Cursor(Listing, true, $"{last.Group.Source}\n{last.Group.GroupId}").ToString()
            : null;
        return TypedResults.Ok(new PageView<GroupView>([.. page.Items.Select(g => GroupView.Of(g, sources))], next));
    }

    // Neither a source's name nor an id holds a line feed.
    private static GroupKey? After(Cursor? cursor) => cursor?.Place.Split('\n') switch
    {
        null => null,
        [var source, var groupId] => new GroupKey(source, groupId),
        _ => throw Problems.InvalidCursor.Exception("cursor holds no place."),
    };

    private static async Task<Results<Ok<GroupView>, ProblemHttpResult>> FindAsync(
        PathId source, PathId groupId, IGroups groups, ConfiguredSources sources, CancellationToken cancellationToken)
    {
        var key = new GroupKey(source.Value, groupId.Value);
        return await groups.FindAsync(key, cancellationToken) is { } summary
            ? TypedResults.Ok(GroupView.Of(summary, sources))
            : Unknown(key, sources);
    }
}

/// <summary>What is known of a group.</summary>
/// <param name="Source">The source that reports it.</param>
/// <param name="GroupId">The vendor's id.</param>
/// <param name="Vendor">The source's vendor; absent if the source is no longer configured.</param>
/// <param name="Type">The group's type, as the vendor calls it.</param>
/// <param name="Status">Whether it exists.</param>
/// <param name="Membership">Whether its members can be known.</param>
/// <param name="MembershipComplete">Every member is known.</param>
/// <param name="MemberCount">The number of known members.</param>
/// <param name="OwnerId">The owner, if known.</param>
/// <param name="Joined">Joins applied.</param>
/// <param name="Exits">Exits applied.</param>
/// <param name="Duplicates">Callbacks that repeated another.</param>
/// <param name="LastSequence">The number of the last entry.</param>
/// <param name="LastReceivedAt">When the newest callback was received.</param>
/// <param name="HeadHash">The hash of the last entry.</param>
internal sealed record GroupView(
    string Source,
    string GroupId,
    VendorKind? Vendor,
    string? Type,
    GroupStatus Status,
    MembershipTracking Membership,
    bool MembershipComplete,
    int MemberCount,
    string? OwnerId,
    long Joined,
    ExitsView Exits,
    long Duplicates,
    long LastSequence,
    DateTimeOffset LastReceivedAt,
    string HeadHash)
{
    public static GroupView Of(GroupSummary group, ConfiguredSources sources) => new(
        group.Group.Source,
        group.Group.GroupId,
        sources.VendorOf(group.Group.Source),
        group.Type,
        group.Status,
        group.Untracked ? MembershipTracking.Untracked : MembershipTracking.Tracked,
        group.MembershipComplete,
        group.MemberCount,
        group.OwnerId,
        group.Joined,
        ExitsView.Of(group.Exits),
        group.Duplicates,
        group.Head.Sequence,
        group.LastReceivedAt,
        group.Head.Hash.ToString());
}

/// <summary>Whether a group's members can be known.</summary>
internal enum MembershipTracking
{
    /// <summary>They are kept.</summary>
    Tracked,

    /// <summary>The vendor keeps no roster for groups of this type.</summary>
    Untracked,
}
