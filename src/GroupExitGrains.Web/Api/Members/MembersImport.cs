using System.Globalization;
using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace GroupExitGrains.Web.Api;

/// <summary>Records the full list of a group's members as a callback like any other.</summary>
internal sealed partial class MembersImport(
    IGroups groups, ActionLog actions, ConfiguredSources sources, GroupExitOptions options, TimeProvider time, ILogger<MembersImport> logger)
{
    private const string Command = "import";

    public static IReadOnlyList<string> MediaTypes { get; } =
        ["application/json", "application/x-ndjson", "application/ndjson", "application/jsonl"];

    public static Task<Results<Ok<ImportView>, Accepted<ImportView>, ProblemHttpResult>> PutAsync(
        PathId source, PathId groupId, ApiQuery query, HttpContext context, MembersImport import) =>
        import.RecordAsync(new GroupKey(source.Value, groupId.Value), query, context);

    private async Task<Results<Ok<ImportView>, Accepted<ImportView>, ProblemHttpResult>> RecordAsync(
        GroupKey group, ApiQuery query, HttpContext context)
    {
        if (!sources.Has(group.Source))
        {
            return Problems.UnknownSource.Result($"No source '{group.Source}' is configured.");
        }

        var receivedAt = Now();
        var asOf = query.Time(ApiParameter.AsOf);
        CheckAsOf(asOf, receivedAt);
        CheckType(context.Request);
        var body = await ImportBody.ReadAsync(context, options.Admin.MaxImportBytes);
        var receipt = await RecordAsync(group, receivedAt, asOf, RequestOf(context.Request, body), context);
        var answer = new ImportView(receipt.CallbackId.ToString(), receipt.State, receipt.DuplicateOf?.ToString());
        return receipt.State == CallbackState.Pending
            ? TypedResults.Accepted($"{AdminApi.Root}/callbacks/{receipt.CallbackId}", answer)
            : TypedResults.Ok(answer);
    }

    /// <summary>Records a list that somebody gives, and writes down that they did.</summary>
    /// <param name="group">The group, of a configured source.</param>
    /// <param name="receivedAt">When they began to give it: what happens while it is on its way is newer.</param>
    /// <param name="asOf">When the list was so; absent: at its receipt.</param>
    /// <param name="request">What they gave; its body is the list.</param>
    /// <param name="context">The request that brings it.</param>
    /// <exception cref="ProblemException">The list cannot be read, or is of a time to come.</exception>
    /// <exception cref="JournalUnavailableException">It could not be made durable.</exception>
    public async Task<Receipt> RecordAsync(
        GroupKey group, DateTimeOffset receivedAt, DateTimeOffset? asOf, RawRequest request, HttpContext context)
    {
        CheckAsOf(asOf, receivedAt);
        var users = ImportReader.Read(request.Body.Span, options.Admin.MaxImportMembers);
        var callback = new Callback
        {
            Id = CallbackId.New(receivedAt),
            Source = group.Source,
            Command = Command,
            ReceivedAt = receivedAt,
            Request = request,
            Change = new GroupChange
            {
                Kind = ChangeKind.Imported,
                GroupId = group.GroupId,
                Users = users,
                ListsAllMembers = true,
                OccurredAt = asOf,
            },
        };
        var receipt = await actions.DoAsync(
            context,
            AdminActions.MembersImported,
            $"/sources/{Uri.EscapeDataString(group.Source)}/groups/{Uri.EscapeDataString(group.GroupId)}/members",
            Describe(callback),
            async () =>
            {
                var receipt = await groups.RecordAsync(callback, context.RequestAborted);
                return new Ending<Receipt>(receipt, receipt.State.Kebab(), Describe(callback));
            });

        LogImported(group, users.Count, context.User.Identity?.Name, receipt.State, receipt.CallbackId);
        return receipt;
    }

    /// <summary>The time, as entries have it.</summary>
    public DateTimeOffset Now() => time.GetUtcNow().WholeMilliseconds();

    private static void CheckAsOf(DateTimeOffset? asOf, DateTimeOffset now)
    {
        if (asOf > now)
        {
            throw Problems.AsOfInFuture.Exception($"asOf is later than this server's clock, which says {now.UtcDateTime:O}.");
        }
    }

    private static JsonObject Describe(Callback callback) => new()
    {
        ["callbackId"] = $"{callback.Id}",
        ["members"] = callback.Change.Users.Count,
        ["asOf"] = callback.Change.OccurredAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
    };

    private static void CheckType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw Problems.UnsupportedMediaType.Exception($"The body is encoded as {encoding}; send it plain.");
        }

        // Without a type the body itself shows which of the two it is, as it does with any of ours.
        if (string.IsNullOrEmpty(request.ContentType))
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
        {
            throw Problems.UnsupportedMediaType.Exception(
                $"The body's type is '{request.ContentType}'; send {string.Join(" or ", MediaTypes)}.");
        }

        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw Problems.UnsupportedMediaType.Exception($"The body's charset is '{type.Charset}'; send UTF-8.");
        }
    }

    private static RawRequest RequestOf(HttpRequest request, ReadOnlyMemory<byte> body) => new(
        request.QueryString.HasValue ? request.QueryString.Value![1..] : "",
        request.ContentType is { Length: > 0 } type ? [new("content-type", type)] : [],
        body);
}

/// <summary>What became of an import.</summary>
/// <param name="CallbackId">Names it, as it names any callback.</param>
/// <param name="State">Whether its entries are in the history, still to come, or were not needed.</param>
/// <param name="DuplicateOf">The import that it repeats.</param>
internal sealed record ImportView(string CallbackId, CallbackState State, string? DuplicateOf);
