using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Lets a request through to its endpoint, or to the answer that there is none, only with a key; then checks what routing
/// does not look at.
/// </summary>
internal sealed class ApiGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Whoever is refused by an endpoint has been told so before. Without one, what exists is nobody else's business.
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null
            && await context.AuthenticateAsync(ApiAccess.Scheme) is { Succeeded: false })
        {
            await context.ChallengeAsync(ApiAccess.Scheme);
            return;
        }

        if (RawTarget.HasDotSegment(context))
        {
            throw Problems.MalformedPath.Exception(
                "The path has a segment '.' or '..', which is resolved on the way; such an id is reached with "
                + $"{AdminApi.Root}/audit?source=&group= or user=.");
        }

        if (context.GetEndpoint() is RouteEndpoint endpoint)
        {
            ApiQuery.Check(context);
            ScopeRules.Check(context, endpoint);
        }

        await next(context);
    }
}
