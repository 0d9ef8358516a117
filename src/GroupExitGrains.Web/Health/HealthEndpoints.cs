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
                return await readiness.FaultAsync(context.RequestAborted) is { } fault
                    ? TypedResults.Json(new Health("unavailable", fault), statusCode: StatusCodes.Status503ServiceUnavailable)
                    : TypedResults.Ok(new Health("ready"));
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
internal sealed record Health(string Status, string? Reason = null);
