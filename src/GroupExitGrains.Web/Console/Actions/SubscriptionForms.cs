using System.Globalization;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Console.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Console;

/// <summary>What is done with subscriptions from forms: the same as over the API, and written down as that.</summary>
internal static class SubscriptionForms
{
    private delegate Task<IResult> Deed(HttpContext context, IFormCollection form, SubscriptionDesk desk, string id);

    public static void MapSubscriptionForms(this IEndpointRouteBuilder console)
    {
        console.MapDeed(Links.Subscriptions, AddAsync);
        console.MapDeed(Links.ChangeSubscription, ChangeAsync);
        console.MapDeed(Links.PauseSubscription, async (context, _, desk, id) => To(await desk.PauseAsync(context, id)));
        console.MapDeed(Links.ResumeSubscription, async (context, _, desk, id) => To(await desk.ResumeAsync(context, id)));
        console.MapDeed(Links.TestSubscription, TestAsync);
        console.MapDeed(Links.RotateSecret, RotateAsync);
        console.MapDeed(Links.Redeliver, RedeliverAsync);
        console.MapDeed(Links.RemoveSubscription, async (context, _, desk, id) =>
        {
            await desk.RemoveAsync(context, id);
            return Results.LocalRedirect(Links.Subscriptions);
        });
    }

    private static void MapDeed(this IEndpointRouteBuilder console, string address, Deed deed) =>
        console.MapPost(address, async (HttpContext context, SourceScope scope, SubscriptionDesk desk) =>
        {
            scope.RequireEverySource();
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return await deed(context, form, desk, form["id"].ToString());
        }).NeedsSession(AdminRole.Admin).TakesOwnForms();

    private static async Task<IResult> AddAsync(HttpContext context, IFormCollection form, SubscriptionDesk desk, string id)
    {
        var draft = SubscriptionDraft.Of(form);
        try
        {
            var made = await desk.AddAsync(context, draft.ToRequest());
            return Page(made.Id, notice: "The subscription is made.", secret: made.Secret);
        }
        catch (ProblemException problem)
        {
            return new RazorComponentResult<SubscriptionsPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SubscriptionsPage.Draft)] = draft,
                [nameof(SubscriptionsPage.Fault)] = problem.Message,
            })
            {
                StatusCode = problem.Kind.Status,
            };
        }
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, IFormCollection form, SubscriptionDesk desk, string id)
    {
        var (draft, was) = (SubscriptionDraft.Of(form), SubscriptionDraft.Of(form, SubscriptionDraft.Was));
        try
        {
            return To(await desk.PatchAsync(context, id, draft.ToPatch(was)));
        }
        catch (ProblemException problem) when (problem.Kind != Problems.UnknownSubscription)
        {
            return new RazorComponentResult<ChangeSubscriptionPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ChangeSubscriptionPage.Id)] = id,
                [nameof(ChangeSubscriptionPage.Draft)] = draft,
                [nameof(ChangeSubscriptionPage.Was)] = was,
                [nameof(ChangeSubscriptionPage.Fault)] = problem.Message,
            })
            {
                StatusCode = problem.Kind.Status,
            };
        }
    }

    private static async Task<IResult> TestAsync(HttpContext context, IFormCollection form, SubscriptionDesk desk, string id)
    {
        var test = await desk.TestAsync(context, id);
        return test.Delivered
            ? Page(id, notice: $"The test event was taken: status {test.HttpStatus} after {test.LatencyMs} ms.")
            : Page(id, fault: $"The test event was not taken: {test.Failure}.");
    }

    private static async Task<IResult> RotateAsync(HttpContext context, IFormCollection form, SubscriptionDesk desk, string id)
    {
        var made = await desk.RotateAsync(context, id, (int)Math.Min(Number(form, "hours"), int.MaxValue));
        return Page(id, notice: "The secret is rotated.", secret: made.Secret);
    }

    private static async Task<IResult> RedeliverAsync(HttpContext context, IFormCollection form, SubscriptionDesk desk, string id)
    {
        try
        {
            var what = form["what"].ToString();
            var asked = what switch
            {
                "one" => new RedeliverRequest(Number(form, "position"), null, null),
                "from" => new RedeliverRequest(null, null, Number(form, "position")),
                "failed" => new RedeliverRequest(null, "2000-01-01", null),
                _ => throw Problems.InvalidBody.Exception($"'{what}' does not say what to deliver again."),
            };
            var redelivery = await desk.RedeliverAsync(context, id, asked);
            return Page(id, notice: redelivery.Events is { } events
                ? $"{events.ToString("N0", CultureInfo.InvariantCulture)} are delivered again."
                : "Everything from there on is delivered again.");
        }
        catch (ProblemException problem) when (problem.Kind != Problems.UnknownSubscription)
        {
            return Page(id, fault: problem.Message, status: problem.Kind.Status);
        }
    }

    private static IResult To(SubscriptionView subscription) => Results.LocalRedirect(Links.ToSubscription(subscription.Id));

    // What is shown this once has no address to come back to.
    private static RazorComponentResult<SubscriptionPage> Page(
        string id, string? notice = null, string? fault = null, string? secret = null, int status = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(SubscriptionPage.Id)] = id,
            [nameof(SubscriptionPage.Notice)] = notice,
            [nameof(SubscriptionPage.Fault)] = fault,
            [nameof(SubscriptionPage.Secret)] = secret,
        })
        {
            StatusCode = status,
        };

    private static long Number(IFormCollection form, string name) =>
        long.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Problems.InvalidBody.Exception($"{name} is '{form[name]}', not a number.");
}
