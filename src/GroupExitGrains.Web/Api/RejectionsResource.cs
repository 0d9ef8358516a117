using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>What was refused, and why.</summary>
internal static class RejectionsResource
{
    private const string Listing = "rejections";

    public static RouteGroupBuilder MapRejections(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/rejections").WithTags("Rejections").KeepsToScope();

        group.MapRead("", ListAsync)
            .WithSummary("Requests that were refused, newest first, without their bodies.")
            .Takes(
                ApiParameter.Cause, ApiParameter.Source, ApiParameter.From, ApiParameter.To, ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<RejectionView>([Examples.Rejection with { Request = null }], Examples.Cursor))
            .Fails(Problems.InvalidCursor);

        group.MapRead("/{rejectionId}", FindAsync)
            .WithSummary("A request that was refused, with its body.")
            .Answers(Examples.Rejection)
            .Fails(Problems.UnknownRejection);

        return group;
    }

    private static async Task<Ok<PageView<RejectionView>>> ListAsync(
        ApiQuery query, SourceScope scope, IRejections rejections, CancellationToken cancellationToken)
    {
        CallbackId? before = null;
        if (Cursor.Read(query, Listing) is { } cursor)
        {
            before = CallbackId.TryParse(cursor.Place, out var id)
                ? id
                : throw Problems.InvalidCursor.Exception("cursor holds no place.");
        }

        var page = await rejections.ListAsync(
            new RejectionQuery
            {
                Sources = scope.Listed(query.Text(ApiParameter.Source)),
                Cause = query.Text(ApiParameter.Cause),
                From = query.Time(ApiParameter.From),
                To = query.Time(ApiParameter.To),
                After = before,
                Limit = query.Limit(),
            },
            cancellationToken);
        var next = page is { Next: not null, Items: [.., var last] } ? new Cursor(Listing, false, $"{last.Id}").ToString() : null;
        return TypedResults.Ok(new PageView<RejectionView>(
            [.. page.Items.Select(rejection => RejectionView.Of(rejection, withRequest: false))], next));
    }

    /// <summary>The answer for a rejection that is not kept.</summary>
    public static ProblemHttpResult Unknown(string id) => Problems.UnknownRejection.Result(
        $"No rejection has the id '{id}'. Only so many are kept: it may have made room for newer ones.");

    private static async Task<Results<Ok<RejectionView>, ProblemHttpResult>> FindAsync(
        string rejectionId, SourceScope scope, IRejections rejections, CancellationToken cancellationToken)
    {
        if (!CallbackId.TryParse(rejectionId, out var id) || await rejections.FindAsync(id, cancellationToken) is not { } rejection)
        {
            return Unknown(rejectionId);
        }

        scope.Require(rejection.Source);
        return TypedResults.Ok(RejectionView.Of(rejection, withRequest: true));
    }
}

/// <summary>A request that was refused, or a sample of what this program does not use.</summary>
/// <param name="Id">The id that the answer to it carried.</param>
/// <param name="Source">The source it came to.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Cause">The cause in a word.</param>
/// <param name="Detail">Which field is wrong and why.</param>
/// <param name="Command">Its command, as far as that could be told.</param>
/// <param name="RemoteIp">Who sent it.</param>
/// <param name="Replay">What came of putting it through again; absent if nobody has.</param>
/// <param name="Request">The raw request; absent in lists.</param>
internal sealed record RejectionView(
    string Id,
    string Source,
    DateTimeOffset ReceivedAt,
    string Cause,
    string Detail,
    string? Command,
    string? RemoteIp,
    LastReplayView? Replay,
    RequestView? Request)
{
    public static RejectionView Of(Rejection rejection, bool withRequest) => new(
        rejection.Id.ToString(),
        rejection.Source,
        rejection.ReceivedAt,
        rejection.Cause,
        rejection.Detail,
        rejection.Command,
        rejection.RemoteIp,
        rejection.Replay is { } replay ? new LastReplayView(replay.At, replay.By, replay.Outcome, replay.Cause) : null,
        withRequest ? RequestView.Of(rejection.Request) : null);
}

/// <summary>What came of putting a rejection through again, the last time.</summary>
/// <param name="ReplayedAt">When.</param>
/// <param name="ReplayedBy">Who did it: the name of a key.</param>
/// <param name="Outcome"><c>recorded</c>, <c>duplicate</c>, <c>ignored</c>, <c>refused</c> or <c>unavailable</c>.</param>
/// <param name="Cause">Why it was refused or ignored.</param>
internal sealed record LastReplayView(DateTimeOffset ReplayedAt, string ReplayedBy, string Outcome, string? Cause);
