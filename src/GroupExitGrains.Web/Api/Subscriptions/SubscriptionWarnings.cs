using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>What somebody should look at of a subscription.</summary>
internal static class SubscriptionWarnings
{
    public static IEnumerable<WarningView> Of(StoredSubscription stored, JournalEnd end)
    {
        var (subscription, progress) = stored;
        if (subscription.State == SubscriptionState.Disabled)
        {
            yield return new WarningView("disabled", $"It delivers nothing: {subscription.StateReason}. Resume it when its receiver is back.");
        }

        if (subscription.State == SubscriptionState.Active && end.IsLate)
        {
            yield return new WarningView("behind", string.Create(
                CultureInfo.InvariantCulture, $"It is behind: {end.Position - progress.Cursor} entries are not delivered, the oldest for too long."));
        }

        if (progress.Waiting > 0 && progress.LastFailure is { } failure)
        {
            yield return new WarningView("groups-wait", string.Create(
                CultureInfo.InvariantCulture, $"{progress.Waiting} groups wait for their next attempt; the last one failed: {failure}."));
        }

        if (progress.DeadLetters > 0)
        {
            yield return new WarningView("dead-letters", string.Create(
                CultureInfo.InvariantCulture, $"{progress.DeadLetters} events were given up; they can be delivered again."));
        }
    }
}

/// <summary>Where the journal ends, as seen from a subscription.</summary>
/// <param name="Position">The last position.</param>
/// <param name="IsLate">The first entry that the subscription has not come to should have been delivered by now.</param>
internal sealed record JournalEnd(long Position, bool IsLate)
{
    private static readonly AuditQuery s_one = new() { Limit = 1 };

    /// <summary>The last position of the journal; 0 if it is empty.</summary>
    public static async Task<long> PositionAsync(IHistory history, CancellationToken cancellationToken) =>
        (await history.PageAsync(s_one, cancellationToken)).Items is [var last] ? last.Position : 0;

    /// <summary>Reads it.</summary>
    /// <param name="history">The journal.</param>
    /// <param name="end">Its last position.</param>
    /// <param name="cursor">The position that the subscription has come to.</param>
    /// <param name="lateBefore">Before this time an entry should have been delivered by now.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<JournalEnd> ReadAsync(
        IHistory history, long end, long cursor, DateTimeOffset lateBefore, CancellationToken cancellationToken)
    {
        var isLate = cursor < end
            && (await history.PageAsync(s_one with { Ascending = true, After = cursor }, cancellationToken)).Items is [var next]
            && next.Facts.ReceivedAt < lateBefore;
        return new JournalEnd(end, isLate);
    }
}
