using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>The configured sources, what they have sent, and what seems wrong with them.</summary>
internal static class SourcesResource
{
    private const string Listing = "sources";

    public static RouteGroupBuilder MapSources(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sources").WithTags("Sources").KeepsToScope();

        group.MapRead("", ListAsync)
            .WithSummary("The configured sources: what they have sent, and warnings.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<SourceView>([Examples.Source]))
            .Fails(Problems.InvalidCursor);

        return group;
    }

    private static async Task<Ok<PageView<SourceView>>> ListAsync(
        ApiQuery query,
        SourceScope scope,
        ConfiguredSources sources,
        IHistory history,
        IRejections rejections,
        SourceActivity activity,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (after, limit) = (Cursor.Read(query, Listing)?.Place, query.Limit());
        var page = sources.All.Where(source => scope.Admits(source.Key) && string.CompareOrdinal(source.Key, after) > 0).Take(limit + 1).ToList();
        var totals = (await history.SourcesAsync(cancellationToken)).ToDictionary(total => total.Source);
        var refused = (await rejections.CountsAsync(cancellationToken)).ToLookup(count => count.Source);
        var now = time.GetUtcNow();
        var items = page.Take(limit).Select(source => SourceView.Of(
            source.Key, source.Value, totals.GetValueOrDefault(source.Key), [.. refused[source.Key]], activity.Of(source.Key), now));
        var next = page.Count > limit ? new Cursor(Listing, true, page[limit - 1].Key).ToString() : null;
        return TypedResults.Ok(new PageView<SourceView>([.. items], next));
    }
}

/// <summary>A configured source.</summary>
/// <param name="Name">Its name, as it stands in the webhook's path.</param>
/// <param name="Vendor">What software sends.</param>
/// <param name="Counts">What it has sent.</param>
/// <param name="LastCallbackAt">When its latest callback was recorded; absent if none was.</param>
/// <param name="LastRequestAt">When its latest request came to this process, whatever came of it.</param>
/// <param name="Warnings">What seems wrong, with what to do about it.</param>
internal sealed record SourceView(
    string Name,
    VendorKind? Vendor,
    SourceCountsView Counts,
    DateTimeOffset? LastCallbackAt,
    DateTimeOffset? LastRequestAt,
    IReadOnlyList<WarningView> Warnings)
{
    public static SourceView Of(
        string name, SourceOptions options, SourceTotals? total, IReadOnlyList<RejectionCount> refused, SourceCounts seen, DateTimeOffset now) => new(
        name,
        options.Vendor,
        SourceCountsView.Of(total, refused, seen),
        total?.LastReceivedAt,
        seen.LastReceivedAt,
        [.. SourceWarnings.Of(options, total, refused, seen, now)]);
}

/// <summary>What a source has sent.</summary>
/// <param name="Recorded">Callbacks recorded.</param>
/// <param name="Duplicates">Callbacks that repeated another.</param>
/// <param name="Joined">Joins applied.</param>
/// <param name="Exits">Exits applied.</param>
/// <param name="Rejections">Rejections kept, by cause.</param>
/// <param name="Unsupported">Callbacks to this process that it does not use, by command, since it started.</param>
/// <param name="Unavailable">Callbacks that this process could not make durable in time, since it started.</param>
/// <param name="Overloaded">
/// Callbacks that this process refused at once since there was too much under way, by the setting that bounds it, since it started.
/// </param>
/// <param name="RejectionsNotKept">Refused requests that this process could not keep, since it started.</param>
internal sealed record SourceCountsView(
    long Recorded,
    long Duplicates,
    long Joined,
    ExitsView Exits,
    IReadOnlyDictionary<string, long> Rejections,
    IReadOnlyDictionary<string, long> Unsupported,
    long Unavailable,
    IReadOnlyDictionary<string, long> Overloaded,
    long RejectionsNotKept)
{
    public static SourceCountsView Of(SourceTotals? total, IEnumerable<RejectionCount> refused, SourceCounts seen) => new(
        total?.Recorded ?? 0,
        total?.Duplicates ?? 0,
        total?.Joined ?? 0,
        ExitsView.Of(total?.Exits ?? default),
        refused.ToDictionary(count => count.Cause, count => count.Count),
        seen.Unsupported,
        seen.Unavailable,
        seen.Overloaded,
        seen.RejectionsNotKept);
}

/// <summary>Something that seems wrong.</summary>
/// <param name="Code">What, in a word that never changes.</param>
/// <param name="Message">What, and what to do about it.</param>
internal sealed record WarningView(string Code, string Message);
