using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Health;

/// <summary>What load balancers and orchestrators ask.</summary>
internal static class HealthEndpoints
{
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();

        group.MapGet("/live", () => TypedResults.Ok(new Health("live")))
            .WithSummary("The process answers.");

        group.MapGet("/ready", async Task<IResult> (Readiness readiness, HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                var health = await readiness.CheckAsync(context.RequestAborted);
                return health.Reason is null
                    ? TypedResults.Ok(health)
                    : TypedResults.Json(health, statusCode: StatusCodes.Status503ServiceUnavailable);
            })
            .WithSummary("A callback would be accepted.")
            .Produces<Health>()
            .Produces<Health>(StatusCodes.Status503ServiceUnavailable);

        return group;
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
