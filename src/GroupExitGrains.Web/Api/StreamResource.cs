using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Entries as they come, as server-sent events.</summary>
internal static class StreamResource
{
    private const string LastEventId = "Last-Event-ID";

    public static IEndpointRouteBuilder MapStream(this IEndpointRouteBuilder api)
    {
        api.MapRead("/audit/stream", StreamAsync)
            .WithTags("Audit")
            .WithSummary(
                "Entries as they come, as server-sent events: `id` is the position, `event` the kind, `data` the entry. "
                + "`Last-Event-ID`, else `after`, says where to go on.")
            .KeepsToScope()
            .WithMetadata(new LongLived())
            .Takes(AuditScope.Parameters)
            .Answers(Examples.Entry, mediaType: "text/event-stream")
            .Fails(Problems.MissingParameter, Problems.ConflictingParameters);
        return api;
    }

    private static async Task StreamAsync(HttpContext context, ApiQuery query, SourceScope limits, AuditStream stream)
    {
        var filters = AuditScope.Filtered(query, AuditScope.Read(query));
        var start = Resumed(context.Request) ?? query.Number(ApiParameter.After);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = AuditStream.ContentType;
            return;
        }

        await stream.SendAsync(context, filters, limits, start);
    }

    /// <summary>Where a reader that was cut off goes on; null if it does not say. An empty one is a reader without events.</summary>
    private static long? Resumed(HttpRequest request)
    {
        if (request.Headers[LastEventId].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw Problems.InvalidParameter.Exception($"{LastEventId} is '{text}', not the id of an event of this stream.");
    }
}
