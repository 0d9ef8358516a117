using GroupExitGrains.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>The JSON schemas of events, for anyone.</summary>
internal static class SchemasResource
{
    private const string Root = "/schemas";

    public static void MapSchemas(this IEndpointRouteBuilder routes)
    {
        foreach (var name in EventSchemas.Names)
        {
            var schema = EventSchemas.Read(name);
            routes.MapGet($"{Root}/{name}", () => TypedResults.Bytes(schema, "application/schema+json"))
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }
}
