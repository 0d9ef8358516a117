using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Callbacks as they came, and what they added to the history.</summary>
internal static class CallbacksResource
{
    public static RouteGroupBuilder MapCallbacks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/callbacks").WithTags("Callbacks").KeepsToScope();

        group.MapRead("/{callbackId}", FindAsync)
            .WithSummary("A callback's state, its raw request and its entries.")
            .WithDescription(
                "`facts` are the canonical bytes, in base64, that the hash of each entry covers; `requestDigest` is the SHA-256 of "
                + "the raw request's canonical bytes, which the facts hold. A callback that waits in this process's spool is `pending` "
                + "and has no facts yet.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(Examples.Callback)
            .Fails(Problems.UnknownCallback, Problems.InvalidCursor);

        return group;
    }

    private static async Task<Results<Ok<CallbackView>, ProblemHttpResult>> FindAsync(
        string callbackId,
        ApiQuery query,
        SourceScope scope,
        ISpool spool,
        IJournal journal,
        IGroups groups,
        CancellationToken cancellationToken)
    {
        var listing = $"callback\n{callbackId}";
        var cursor = Cursor.Read(query, listing);
        var limit = query.Limit(byDefault: AuditQuery.MaxLimit);
        var isId = CallbackId.TryParse(callbackId, out var id);
        if (isId && spool.Find(id) is { } waiting)
        {
            scope.Require(waiting.Source);
            return TypedResults.Ok(CallbackView.OfSpooled(waiting));
        }

        if (!isId || await journal.FindCallbackAsync(id, cancellationToken) is not { } stored)
        {
            return Problems.UnknownCallback.Result($"No callback has the id '{callbackId}'; ids have 32 hexadecimal digits.");
        }

        var facts = CallbackFactsCodec.Decode(stored.FactsBytes.Span);
        scope.Require(facts.Group.Source);
        var entries = await EntriesAsync(groups, facts.Group, stored, cursor?.Number(), limit, cancellationToken);
        var last = stored.FirstSequence + stored.EntryCount - 1;
        var next = entries is [.., { Sequence: var reached }] && reached < last
            ? new Cursor(listing, true, $"{reached}").ToString()
            : null;
        return TypedResults.Ok(new CallbackView(
            id.ToString(),
            stored.State,
            stored.DuplicateOf?.ToString(),
            facts.Group.Source,
            facts.Group.GroupId,
            facts.Command,
            facts.ReceivedAt,
            facts.OccurredAt,
            RequestView.Of(RawRequestCodec.Decode(stored.RequestBytes)),
            facts.RequestDigest.ToString(),
            Convert.ToBase64String(stored.FactsBytes.Span),
            entries,
            next));
    }

    /// <summary>The callback's entries, which are in a row, as many as fit.</summary>
    private static async Task<IReadOnlyList<EntryView>> EntriesAsync(
        IGroups groups, GroupKey group, StoredCallback stored, long? after, int limit, CancellationToken cancellationToken)
    {
        if (stored.FirstSequence is not { } first)
        {
            return [];
        }

        var last = first + stored.EntryCount - 1;
        var reached = Math.Max(after ?? 0, first - 1);
        if (reached >= last)
        {
            return [];
        }

        var page = await groups.HistoryAsync(
            group,
            new AuditQuery
            {
                Source = group.Source,
                GroupId = group.GroupId,
                Ascending = true,
                After = reached,
                Limit = (int)Math.Min(limit, last - reached),
            },
            cancellationToken);
        return [.. (page?.Items ?? []).Select(EntryView.Of)];
    }
}

/// <summary>A callback as it came, and what it added to the history.</summary>
/// <param name="CallbackId">Its id, as the answer to it carried it.</param>
/// <param name="State">What became of it.</param>
/// <param name="DuplicateOf">The callback that it repeats.</param>
/// <param name="Source">The source that received it.</param>
/// <param name="GroupId">The group it is about.</param>
/// <param name="Command">Its command.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="OccurredAt">When what it reports happened, by the vendor's clock.</param>
/// <param name="Request">The raw request.</param>
/// <param name="RequestDigest">SHA-256 of the raw request's canonical bytes, as the facts have it.</param>
/// <param name="Facts">Canonical bytes of what its entries share, which their hashes cover, in base64; absent while it is spooled.</param>
/// <param name="Entries">Its entries, the first ones or those that the cursor continues with.</param>
/// <param name="Next">The cursor of its next entries; absent if there are none.</param>
internal sealed record CallbackView(
    string CallbackId,
    CallbackState State,
    string? DuplicateOf,
    string Source,
    string GroupId,
    string Command,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? OccurredAt,
    RequestView Request,
    string RequestDigest,
    string? Facts,
    IReadOnlyList<EntryView> Entries,
    string? Next)
{
    /// <summary>A callback that is durable and not decided on.</summary>
    public static CallbackView OfSpooled(Callback callback) => new(
        callback.Id.ToString(),
        CallbackState.Pending,
        DuplicateOf: null,
        callback.Source,
        callback.Change.GroupId,
        callback.Command,
        callback.ReceivedAt,
        callback.Change.OccurredAt,
        RequestView.Of(callback.Request),
        EntryChain.Digest(RawRequestCodec.Encode(callback.Request)).ToString(),
        Facts: null,
        [],
        Next: null);
}
