using System.Globalization;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>What came of a subscription's deliveries, and delivering again.</summary>
internal static class DeliveriesResource
{
    private const string Attempts = "deliveries";
    private const string Letters = "dead-letters";

    public static RouteGroupBuilder MapDeliveries(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/subscriptions/{subscriptionId}").WithTags("Subscriptions").NeedsEverySource();

        group.MapRead("/deliveries", AttemptsAsync, AdminRole.Admin)
            .WithSummary("The latest attempts, newest first.")
            .WithDescription(
                "The latest 1,000 are kept. While events come by the thousand, a part of the attempts is kept of each quarter of a second; "
                + "`progress` of the subscription counts all of them.")
            .Takes(ApiParameter.DeliveryStatus, ApiParameter.Position, ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<AttemptView>([Examples.Attempt], Examples.Cursor))
            .Fails(Problems.InvalidCursor, Problems.UnknownSubscription);

        group.MapRead("/waiting", WaitingAsync, AdminRole.Admin)
            .WithSummary("Groups that wait for their next attempt or catch up, those that are due first.")
            .Takes(ApiParameter.Limit)
            .Answers(new PageView<WaitingGroupView>([Examples.WaitingGroup]))
            .Fails(Problems.UnknownSubscription);

        group.MapRead("/dead-letters", LettersAsync, AdminRole.Admin)
            .WithSummary("Events that were given up after the last attempt, or are delivered again on request, by position.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<DeadLetterView>([Examples.DeadLetter], Examples.Cursor))
            .Fails(Problems.InvalidCursor, Problems.UnknownSubscription);

        group.MapPost("/redeliver", RedeliverAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Delivers again: one event, all that failed since a time, or everything from a position on.")
            .WithDescription(
                "`{\"position\": N}`: that event, beside the order of its group, whether it was delivered or not. `{\"failedSince\": time}`: the "
                + "events given up since then, and the groups that wait since then, now. `{\"from\": N}`: everything from that position on, in order.")
            .WithMetadata(BodyExample.Of(Examples.RedeliverRequest))
            .Answers(Examples.Redelivery)
            .Fails(
                Problems.UnknownSubscription, Problems.UnknownEvent, Problems.NotReached, Problems.InvalidBody, Problems.UnsupportedMediaType);

        return group;
    }

    private static async Task<Ok<PageView<AttemptView>>> AttemptsAsync(
        string subscriptionId, ApiQuery query, ISubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var listing = $"{Attempts}/{subscriptionId}";
        await RequireAsync(subscriptions, subscriptionId, cancellationToken);
        var page = await subscriptions.AttemptsAsync(
            subscriptionId,
            new AttemptFilter(query.Word<DeliveryOutcome>(ApiParameter.DeliveryStatus), query.Number(ApiParameter.Position)),
            Cursor.Read(query, listing)?.Number(),
            query.Limit(),
            cancellationToken);
        return TypedResults.Ok(new PageView<AttemptView>(
            [.. page.Items.Select(AttemptView.Of)], Next(listing, page.Next is null ? null : page.Items[^1].Number)));
    }

    private static async Task<Ok<PageView<WaitingGroupView>>> WaitingAsync(
        string subscriptionId, ApiQuery query, ISubscriptions subscriptions, CancellationToken cancellationToken)
    {
        await RequireAsync(subscriptions, subscriptionId, cancellationToken);
        var waiting = await subscriptions.WaitingAsync(subscriptionId, query.Limit(), cancellationToken);
        return TypedResults.Ok(new PageView<WaitingGroupView>([.. waiting.Select(WaitingGroupView.Of)]));
    }

    private static async Task<Ok<PageView<DeadLetterView>>> LettersAsync(
        string subscriptionId, ApiQuery query, ISubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var listing = $"{Letters}/{subscriptionId}";
        await RequireAsync(subscriptions, subscriptionId, cancellationToken);
        var page = await subscriptions.DeadLettersAsync(
            subscriptionId, Cursor.Read(query, listing)?.Number() ?? 0, query.Limit(), cancellationToken);
        return TypedResults.Ok(new PageView<DeadLetterView>(
            [.. page.Items.Select(DeadLetterView.Of)], Next(listing, page.Next is null ? null : page.Items[^1].Position)));
    }

    private static async Task<Ok<RedeliveryView>> RedeliverAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk) =>
        TypedResults.Ok(await desk.RedeliverAsync(
            context, subscriptionId, await ApiBody.ReadAsync(context, ApiBodies.Default.RedeliverRequest)));

    private static string? Next(string listing, long? place) =>
        place is { } number ? new Cursor(listing, false, number.ToString(CultureInfo.InvariantCulture)).ToString() : null;

    private static async Task RequireAsync(ISubscriptions subscriptions, string id, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(id, cancellationToken) is null)
        {
            throw Problems.UnknownSubscription.Exception($"No subscription has the id '{id}'.");
        }
    }
}
