using System.Text;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Console.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Console;

/// <summary>Imports the full list of a group's members from a form: pasted, or a file.</summary>
internal static class ImportForm
{
    public static void MapImport(this IEndpointRouteBuilder console) =>
        console.MapPost(Links.Import, ImportAsync).NeedsSession(AdminRole.Operator).TakesOwnForms();

    private static async Task<IResult> ImportAsync(HttpContext context, SourceScope scope, ConfiguredSources sources, MembersImport import)
    {
        var receivedAt = import.Now();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var group = new GroupKey(form["source"].ToString(), form["group"].ToString());
        scope.Require(group.Source);
        var text = form["list"].ToString();
        try
        {
            Check(group, sources);
            var body = form.Files["file"] is { Length: > 0 } file ? await ReadAsync(file, context.RequestAborted) : Encoding.UTF8.GetBytes(text);
            var receipt = await import.RecordAsync(group, receivedAt, AsOf(form["asOf"]), new RawRequest("", [], body), context);
            return Results.LocalRedirect(Links.To(
                Links.Group, ("source", group.Source), ("group", group.GroupId), ("imported", receipt.CallbackId.ToString())));
        }
        catch (ProblemException problem)
        {
            // What was pasted is shown again, to be mended.
            return new RazorComponentResult<ImportPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ImportPage.Source)] = group.Source,
                [nameof(ImportPage.GroupId)] = group.GroupId,
                [nameof(ImportPage.List)] = text,
                [nameof(ImportPage.Fault)] = problem.Message,
            })
            {
                StatusCode = problem.Kind.Status,
            };
        }
    }

    private static void Check(GroupKey group, ConfiguredSources sources)
    {
        if (!sources.Has(group.Source))
        {
            throw Problems.UnknownSource.Exception($"No source '{group.Source}' is configured.");
        }

        if (VendorId.Fault(group.GroupId) is { } fault)
        {
            throw Problems.MalformedId.Exception($"The group's id {fault}.");
        }
    }

    private static DateTimeOffset? AsOf(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : TimeText.TryRead(text, out var time) ? time.WholeMilliseconds()
        : throw Problems.InvalidParameter.Exception($"'{text}' is not a time as 2026-11-22T13:00.");

    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var body = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }
}
