using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Where entries are sent as they come: made, changed, paused, tested, removed.</summary>
internal static class SubscriptionsResource
{
    private const string Listing = "subscriptions";

    private const string Delivering =
        "Each event is a POST of a CloudEvents 1.0 event, signed as Standard Webhooks 1.0.0 says: at least once, in order within each "
        + "group, different groups side by side. Only 2xx is success, redirects are not followed, 410 disables the subscription.";

    public static RouteGroupBuilder MapSubscriptions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/subscriptions").WithTags("Subscriptions").NeedsEverySource();

        group.MapRead("", ListAsync, AdminRole.Admin)
            .WithSummary("Every subscription, oldest first, with how far it has come.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<SubscriptionView>([Examples.Subscription], Examples.Cursor))
            .Fails(Problems.InvalidCursor);

        group.MapPost("", AddAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Makes a subscription. The answer shows the secret that its requests are signed with, this once.")
            .WithDescription(Delivering)
            .WithMetadata(BodyExample.Of(Examples.SubscriptionRequest))
            .Answers(Examples.NewSecret, StatusCodes.Status201Created)
            .Fails(Problems.InvalidBody, Problems.TooManySubscriptions, Problems.UnsupportedMediaType);

        group.MapRead("/{subscriptionId}", FindAsync, AdminRole.Admin)
            .WithSummary("A subscription, with how far it has come.")
            .Answers(Examples.Subscription)
            .Fails(Problems.UnknownSubscription);

        group.MapPatch("/{subscriptionId}", PatchAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Changes name, URL, filter or mode; what is absent stays.")
            .WithDescription("A changed filter holds for what is delivered from now on.")
            .WithMetadata(BodyExample.Of(Examples.SubscriptionPatch))
            .Answers(Examples.Subscription)
            .Fails(Problems.UnknownSubscription, Problems.SubscriptionBusy, Problems.InvalidBody, Problems.UnsupportedMediaType);

        group.MapDelete("/{subscriptionId}", RemoveAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Forgets a subscription and all that was kept for it.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(Problems.UnknownSubscription);

        group.MapPost("/{subscriptionId}/pause", PauseAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Stops delivering. What comes meanwhile is delivered when it is resumed.")
            .Answers(Examples.Subscription)
            .Fails(Problems.UnknownSubscription, Problems.SubscriptionBusy);

        group.MapPost("/{subscriptionId}/resume", ResumeAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Delivers again, from where it was: after a pause, or when it was disabled.")
            .Answers(Examples.Subscription)
            .Fails(Problems.UnknownSubscription, Problems.SubscriptionBusy);

        group.MapPost("/{subscriptionId}/test", TestAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Sends an event of type `groupexit.test`, once and now, also while the subscription is paused.")
            .Answers(Examples.Test)
            .Fails(Problems.UnknownSubscription);

        group.MapPost("/{subscriptionId}/rotate-secret", RotateAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Makes another secret and shows it, this once. The old one signs, too, for a while.")
            .WithMetadata(BodyExample.Of(Examples.RotateRequest))
            .Answers(Examples.NewSecret)
            .Fails(Problems.UnknownSubscription, Problems.SubscriptionBusy, Problems.InvalidBody, Problems.UnsupportedMediaType);

        return group;
    }

    private static async Task<Ok<PageView<SubscriptionView>>> ListAsync(
        ApiQuery query, SubscriptionDesk desk, CancellationToken cancellationToken)
    {
        var (after, limit) = (Cursor.Read(query, Listing)?.Place, query.Limit());
        var page = (await desk.ListAsync(cancellationToken))
            .Where(subscription => string.CompareOrdinal(subscription.Id, after) > 0)
            .Take(limit + 1)
            .ToList();
        var next = page.Count > limit ? new Cursor(Listing, true, page[limit - 1].Id).ToString() : null;
        return TypedResults.Ok(new PageView<SubscriptionView>([.. page.Take(limit)], next));
    }

    private static async Task<Ok<SubscriptionView>> FindAsync(
        string subscriptionId, SubscriptionDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ShowAsync(subscriptionId, cancellationToken));

    private static async Task<Created<NewSecretView>> AddAsync(HttpContext context, SubscriptionDesk desk)
    {
        var made = await desk.AddAsync(context, await ApiBody.ReadAsync(context, ApiBodies.Default.SubscriptionRequest));
        return TypedResults.Created($"{AdminApi.Root}/subscriptions/{made.Id}", made);
    }

    private static async Task<Ok<SubscriptionView>> PatchAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk) =>
        TypedResults.Ok(await desk.PatchAsync(
            context, subscriptionId, await ApiBody.ReadAsync(context, ApiBodies.Default.SubscriptionPatch)));

    private static async Task<NoContent> RemoveAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk)
    {
        await desk.RemoveAsync(context, subscriptionId);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SubscriptionView>> PauseAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk) =>
        TypedResults.Ok(await desk.PauseAsync(context, subscriptionId));

    private static async Task<Ok<SubscriptionView>> ResumeAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk) =>
        TypedResults.Ok(await desk.ResumeAsync(context, subscriptionId));

    private static async Task<Ok<TestView>> TestAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk) =>
        TypedResults.Ok(await desk.TestAsync(context, subscriptionId));

    private static async Task<Ok<NewSecretView>> RotateAsync(string subscriptionId, HttpContext context, SubscriptionDesk desk)
    {
        var asked = context.Request.ContentLength is null or 0
            ? new RotateRequest(null)
            : await ApiBody.ReadAsync(context, ApiBodies.Default.RotateRequest);
        return TypedResults.Ok(await desk.RotateAsync(context, subscriptionId, asked.KeepOldHours));
    }
}
