using System.Net;
using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Api;

/// <summary>One call that replays many rejections, oldest first, as far as it comes within its bounds.</summary>
internal sealed class BulkReplay
{
    private const int DefaultLimit = 100;
    private static readonly TimeSpan StopAfter = TimeSpan.FromSeconds(20);

    private readonly string _listing;
    private readonly IPNetwork? _network;
    private readonly List<ReplayView> _items = [];
    private int _examined;

    private BulkReplay(string listing, RejectionQuery query, IPNetwork? network, bool dryRun) =>
        (_listing, Query, _network, IsDryRun) = (listing, query, network, dryRun);

    public RejectionQuery Query { get; }

    public bool IsDryRun { get; }

    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="ProblemException">It cannot be read, or is of a source out of scope.</exception>
    public static BulkReplay Read(ReplayRequest asked, SourceScope scope)
    {
        // '{}' is more likely a mishap than the wish to put everything through.
        var cause = asked.Cause is { Length: > 0 } given ? given : throw Problems.InvalidBody.Exception("cause is missing.");
        if (asked.Source is { } source)
        {
            scope.Require(source);
        }

        var (from, to) = (ApiBody.Time(asked.From, "from"), ApiBody.Time(asked.To, "to"));
        if (from > to)
        {
            throw Problems.InvalidBody.Exception("from is later than to.");
        }

        IPNetwork? network = asked.Network is null ? null
            : IPNetwork.TryParse(asked.Network, out var read) ? read
            : throw Problems.InvalidBody.Exception($"network is '{asked.Network}'; it is written as 10.0.0.0/8 or 2001:db8::/32.");
        var limit = asked.Limit ?? DefaultLimit;
        if (limit is < 1 or > AuditQuery.MaxLimit)
        {
            throw Problems.InvalidBody.Exception($"limit is not from 1 to {AuditQuery.MaxLimit}.");
        }

        var listing = $"replay\n{cause}\n{asked.Source}\n{from:O}\n{to:O}\n{asked.Network}";
        CallbackId? after = null;
        if (asked.Cursor is { Length: > 0 } cursor)
        {
            after = CallbackId.TryParse(Cursor.Read(cursor, listing).Place, out var id)
                ? id
                : throw Problems.InvalidCursor.Exception("cursor holds no place.");
        }

        var query = new RejectionQuery
        {
            Cause = cause,
            Sources = scope.Listed(asked.Source),
            From = from,
            To = to,
            Ascending = true,
            After = after,
            Limit = limit,
        };
        return new BulkReplay(listing, query, network, asked.DryRun ?? false);
    }

    /// <summary>What is asked for, for the history of actions.</summary>
    public static JsonObject Describe(ReplayRequest asked) => new()
    {
        ["cause"] = asked.Cause,
        ["source"] = asked.Source,
        ["from"] = asked.From,
        ["to"] = asked.To,
        ["network"] = asked.Network,
        ["cursor"] = asked.Cursor,
    };

    /// <summary>Replays as far as it comes.</summary>
    /// <param name="rejections">Where they are.</param>
    /// <param name="replay">Replays one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops between two of them.</param>
    /// <exception cref="JournalUnavailableException">Not even the first could be replayed.</exception>
    public async Task<ReplaysView> RunAsync(
        IRejections rejections, Func<Rejection, Task<ReplayOutcome>> replay, TimeProvider time, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var page = await rejections.ListAsync(Query, cancellationToken);
        CallbackId? reached = Query.After;
        foreach (var listed in page.Items)
        {
            if (_examined > 0 && (time.GetElapsedTime(startedAt) > StopAfter || cancellationToken.IsCancellationRequested))
            {
                return View(reached);
            }

            if (!await TryAsync(rejections, listed, replay))
            {
                return _examined > 0 ? View(reached) : throw new JournalUnavailableException("Storage does not answer.");
            }

            _examined++;
            reached = listed.Id;
        }

        return View(page.Next is null ? null : reached);
    }

    /// <summary>Replays one, unless there is nothing to do; false where storage does not answer.</summary>
    private async Task<bool> TryAsync(
        IRejections rejections, Rejection listed, Func<Rejection, Task<ReplayOutcome>> replay)
    {
        if (ReplayOutcome.IsFinal(listed.Replay?.Outcome) || !IsFromNetwork(listed)
            || await rejections.FindAsync(listed.Id, CancellationToken.None) is not { } rejection)
        {
            return true;
        }

        var outcome = await replay(rejection);
        if (outcome.Word == ReplayOutcome.Unavailable)
        {
            return false;
        }

        _items.Add(ReplayView.Of(rejection, outcome));
        return true;
    }

    private bool IsFromNetwork(Rejection rejection) =>
        _network is not { } network || (IPAddress.TryParse(rejection.RemoteIp, out var sender) && network.Contains(sender));

    private ReplaysView View(CallbackId? reached) => new(
        IsDryRun,
        _examined,
        _examined - _items.Count,
        _items.GroupBy(item => item.Outcome).ToDictionary(items => items.Key, items => items.Count(), StringComparer.Ordinal),
        _items,
        reached is { } id ? new Cursor(_listing, true, $"{id}").ToString() : null);
}
