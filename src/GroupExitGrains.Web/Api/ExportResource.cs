using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace GroupExitGrains.Web.Api;

/// <summary>A filtered history of any size as one file, oldest first, a page in memory at a time.</summary>
internal static class ExportResource
{
    public static IEndpointRouteBuilder MapExport(this IEndpointRouteBuilder api)
    {
        api.MapRead("/audit/export", ExportAsync)
            .WithTags("Audit")
            .WithSummary("A filtered history as one file, oldest first: NDJSON or CSV. If it breaks off, `after` the last position goes on.")
            .KeepsToScope()
            .Takes([ApiParameter.ExportAs, .. AuditScope.Parameters])
            .Answers(Examples.Entry, mediaType: "application/x-ndjson")
            .Fails(Problems.MissingParameter, Problems.ConflictingParameters);
        return api;
    }

    private static async Task ExportAsync(
        HttpContext context,
        ApiQuery query,
        SourceScope limits,
        IHistory history,
        IGroups groups,
        IUsers users,
        IOptions<JsonOptions> json,
        CancellationToken cancellationToken)
    {
        var filters = AuditScope.Filtered(query, AuditScope.Read(query));
        var cursor = new AuditCursor(history, groups, users, filters, limits, query.Number(ApiParameter.After) ?? 0);
        var format = query.Word<ExportFormat>(ApiParameter.ExportAs) ?? ExportFormat.Ndjson;

        // Before there is a writer, so that what fails at once is told in an answer of its own.
        var page = await cursor.NextAsync(cancellationToken);
        context.Response.ContentType = format == ExportFormat.Csv ? CsvExportWriter.ContentType : NdjsonWriter.ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"audit.{format.Kebab()}\"";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await using IExportWriter writer = format == ExportFormat.Csv
            ? new CsvExportWriter(context.Response.Body)
            : new NdjsonWriter(context.Response.BodyWriter, json.Value.SerializerOptions);
        while (true)
        {
            await writer.WriteAsync([.. page.Items.Select(EntryView.Of)], cancellationToken);
            if (page.Next is null)
            {
                return;
            }

            page = await cursor.NextAsync(cancellationToken);
        }
    }
}
