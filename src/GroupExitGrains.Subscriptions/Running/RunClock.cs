using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// The time as a run goes by it: that of the wall clock when it began, and on from there whatever is done to the wall clock. What
/// is stored is of the wall clock, as others see it.
/// </summary>
internal sealed class RunClock(TimeProvider time)
{
    /// <summary>Less than this is not worth a difference.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _stamp = time.GetTimestamp();

    public DateTimeOffset Now => _began + time.GetElapsedTime(_stamp);

    /// <summary>How far the wall clock was set forward since.</summary>
    private TimeSpan WallIsAhead
    {
        get
        {
            var ahead = time.GetUtcNow() - Now;
            return ahead.Duration() < s_least ? TimeSpan.Zero : ahead;
        }
    }

    /// <summary>A letter that was stored, with its times by this clock.</summary>
    public DeadLetter FromWall(DeadLetter letter) => Move(letter, -WallIsAhead);

    /// <summary>Changes as they are to be stored.</summary>
    public DeliveryChanges ToWall(DeliveryChanges changes)
    {
        var ahead = WallIsAhead;
        return ahead == TimeSpan.Zero ? changes : changes with
        {
            Until = changes.Until + ahead,
            Waiting = [.. changes.Waiting.Select(group => group with { DueAt = group.DueAt + ahead, FirstAttemptAt = group.FirstAttemptAt + ahead })],
            Attempts = [.. changes.Attempts.Select(attempt => attempt with { At = attempt.At + ahead })],
            Letters = [.. changes.Letters.Select(letter => Move(letter, ahead))],
            LastDeliveredAt = changes.LastDeliveredAt + ahead,
            LastFailedAt = changes.LastFailedAt + ahead,
        };
    }

    private static DeadLetter Move(DeadLetter letter, TimeSpan by) =>
        by == TimeSpan.Zero ? letter : letter with { At = letter.At + by, DueAt = letter.DueAt + by };
}
