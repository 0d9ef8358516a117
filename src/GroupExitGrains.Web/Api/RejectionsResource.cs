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
        var group = api.MapGroup("/rejections").WithTags("Rejections");

        group.MapRead("", ListAsync)
            .WithSummary("Requests that were refused, newest first, without their bodies.")
            .Takes(ApiParameter.Cause, ApiParameter.Source, ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<RejectionView>([Examples.Rejection with { Request = null }], Examples.Cursor))
            .Fails(Problems.InvalidCursor);

        group.MapRead("/{rejectionId}", FindAsync)
            .WithSummary("A request that was refused, with its body.")
            .Answers(Examples.Rejection)
            .Fails(Problems.UnknownRejection);

        return group;
    }

    private static async Task<Ok<PageView<RejectionView>>> ListAsync(
        ApiQuery query, IRejections rejections, CancellationToken cancellationToken)
    {
        CallbackId? before = null;
        if (Cursor.Read(query, Listing) is { } cursor)
        {
            before = CallbackId.TryParse(cursor.Place, out var id)
                ? id
                : throw Problems.InvalidCursor.Exception("cursor holds no place.");
        }

        var page = await rejections.ListAsync(
            query.Text(ApiParameter.Source), query.Text(ApiParameter.Cause), before, query.Limit(), cancellationToken);
        var next = page is { Next: not null, Items: [.., var last] } ? new Cursor(Listing, false, $"{last.Id}").ToString() : null;
        return TypedResults.Ok(new PageView<RejectionView>(
            [.. page.Items.Select(rejection => RejectionView.Of(rejection, withRequest: false))], next));
    }

    private static async Task<Results<Ok<RejectionView>, ProblemHttpResult>> FindAsync(
        string rejectionId, IRejections rejections, CancellationToken cancellationToken) =>
        CallbackId.TryParse(rejectionId, out var id) && await rejections.FindAsync(id, cancellationToken) is { } rejection
            ? TypedResults.Ok(RejectionView.Of(rejection, withRequest: true))
            : Problems.UnknownRejection.Result(
                $"No rejection has the id '{rejectionId}'. Only so many are kept: it may have made room for newer ones.");
}

/// <summary>A request that was refused, or a sample of what this program does not use.</summary>
/// <param name="Id">The id that the answer to it carried.</param>
/// <param name="Source">The source it came to.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Cause">The cause in a word.</param>
/// <param name="Detail">Which field is wrong and why.</param>
/// <param name="Command">Its command, as far as that could be told.</param>
/// <param name="RemoteIp">Who sent it.</param>
/// <param name="Request">The raw request; absent in lists.</param>
internal sealed record RejectionView(
    string Id,
    string Source,
    DateTimeOffset ReceivedAt,
    string Cause,
    string Detail,
    string? Command,
    string? RemoteIp,
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
        withRequest ? RequestView.Of(rejection.Request) : null);
}
