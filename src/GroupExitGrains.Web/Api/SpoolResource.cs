using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>What waits on this process's disk for the journal.</summary>
internal static class SpoolResource
{
    public static RouteGroupBuilder MapSpool(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/spool").WithTags("Spool");

        group.MapRead("", Ok<SpoolView> (ISpool spool, TimeProvider time) => TypedResults.Ok(SpoolView.Of(spool.Status, time.GetUtcNow())))
            .WithSummary("What waits on this process's local disk for the journal, and how old the oldest is.")
            .WithDescription(
                "Each process has a spool of its own; this is that of the process that answers. Callbacks are spooled, and answered "
                + "OK, while the journal does not take them, and recorded in their groups' order when it is back.")
            .NeedsEverySource()
            .Answers(Examples.Spool);

        return group;
    }
}

/// <summary>What waits on local disk.</summary>
/// <param name="Enabled">There is a spool.</param>
/// <param name="Journal">Whether callbacks are offered to the journal, or go straight to the spool.</param>
/// <param name="Depth">Callbacks that wait.</param>
/// <param name="Groups">How many groups they belong to.</param>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="OldestReceivedAt">When the one that has waited longest was received; absent if none waits.</param>
/// <param name="OldestAgeSeconds">How long it has waited: what was replayed was received long before.</param>
/// <param name="Full">What would have to be spooled is refused, by bytes or by age.</param>
/// <param name="LastFault">Why the disk failed last; absent once it has taken a write again.</param>
/// <param name="DeadLetters">Callbacks put aside because they are refused again and again; the log names them.</param>
/// <param name="Spooled">Callbacks spooled since this process started.</param>
/// <param name="Drained">Callbacks that have left the spool since this process started.</param>
internal sealed record SpoolView(
    bool Enabled,
    JournalReach Journal,
    long Depth,
    int Groups,
    long Bytes,
    DateTimeOffset? OldestReceivedAt,
    double? OldestAgeSeconds,
    bool Full,
    string? LastFault,
    long DeadLetters,
    long Spooled,
    long Drained)
{
    public static SpoolView Of(SpoolStatus status, DateTimeOffset now) => new(
        status.IsEnabled,
        status.IsJournalAway ? JournalReach.Away : JournalReach.Reached,
        status.Depth,
        status.Groups,
        status.Bytes,
        status.OldestReceivedAt,
        status.OldestSpooledAt is { } oldest ? Math.Max(0, Math.Round((now - oldest).TotalSeconds, 3)) : null,
        status.IsFull,
        status.LastFault,
        status.DeadLetters,
        status.Spooled,
        status.Drained);
}

/// <summary>Whether the journal takes callbacks.</summary>
internal enum JournalReach
{
    /// <summary>It does.</summary>
    Reached,

    /// <summary>It missed a deadline and has not been found back since.</summary>
    Away,
}
