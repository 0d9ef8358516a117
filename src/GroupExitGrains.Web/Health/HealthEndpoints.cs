using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Health;

/// <summary>What load balancers and orchestrators ask.</summary>
internal static class HealthEndpoints
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    /// <summary>
    /// Answers before routing. The first request that is routed waits until all routes of the API and the console are made,
    /// and by then callbacks have long been welcome.
    /// </summary>
    public static IApplicationBuilder UseHealth(this IApplicationBuilder app)
    {
        var readiness = app.ApplicationServices.GetRequiredService<Readiness>();
        return app.Use(next => context => Asked(context.Request) switch
        {
            Live => AnswerLive().ExecuteAsync(context),
            Ready => AnswerReadyAsync(readiness, context),
            _ => next(context),
        });
    }

    /// <summary>The same as routes: they answer with a slash behind the address, too, and refuse other methods.</summary>
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Health").AllowAnonymous();

        group.MapGet(Live, AnswerLive)
            .WithSummary("The process answers.");

        group.MapGet(Ready, ReadyAsync)
            .WithSummary("A callback would be accepted.")
            .Produces<Health>()
            .Produces<Health>(StatusCodes.Status503ServiceUnavailable);

        return group;
    }

    private static string? Asked(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) ? null
        : request.Path == Ready ? Ready
        : request.Path == Live ? Live
        : null;

    private static Ok<Health> AnswerLive() => TypedResults.Ok(new Health("live"));

    private static async Task AnswerReadyAsync(Readiness readiness, HttpContext context) =>
        await (await ReadyAsync(readiness, context)).ExecuteAsync(context);

    private static async Task<IResult> ReadyAsync(Readiness readiness, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var health = await readiness.CheckAsync(context.RequestAborted);
        return health.Reason is null
            ? TypedResults.Ok(health)
            : TypedResults.Json(health, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>The health of this process.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>unavailable</c>.</param>
/// <param name="Reason">Why it is unavailable.</param>
/// <param name="Journal"><c>available</c>, or why not: callbacks are spooled then.</param>
/// <param name="Spool">What waits for the journal; absent without a spool.</param>
internal sealed record Health(string Status, string? Reason = null, string? Journal = null, SpoolHealth? Spool = null);

/// <summary>What waits on local disk.</summary>
/// <param name="Depth">Callbacks that wait.</param>
/// <param name="OldestReceivedAt">When the oldest of them was received; absent if none waits.</param>
/// <param name="Full">Nothing more is taken.</param>
/// <param name="LastFault">Why the disk failed last; absent once it has taken a write again.</param>
internal sealed record SpoolHealth(long Depth, DateTimeOffset? OldestReceivedAt, bool Full, string? LastFault);
