using System.Globalization;
using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Console;

/// <summary>What the live page listens to: the API's stream, for a session.</summary>
internal static class LiveFeed
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapFeed(this IEndpointRouteBuilder console) =>
        console.MapGet(Links.Feed, SendAsync).NeedsSession().WithMetadata(new NotAPage());

    private static async Task SendAsync(HttpContext context, ApiQuery query, SourceScope scope, AuditStream stream)
    {
        var filters = AuditScope.Filtered(query, AuditScope.Read(query));
        if (filters.Source is { } source)
        {
            scope.Require(source);
        }

        var start = long.TryParse(context.Request.Headers[LastEventId].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? seen
            : query.Number(ApiParameter.After);
        await stream.SendAsync(context, filters, scope, start);
    }
}
