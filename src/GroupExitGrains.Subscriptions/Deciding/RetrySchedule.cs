namespace GroupExitGrains.Subscriptions;

/// <summary>When to try again, and when to give up.</summary>
/// <param name="delays">How long to wait after each failed attempt but the last.</param>
internal sealed class RetrySchedule(IReadOnlyList<TimeSpan> delays)
{
    /// <summary>A tenth more or less, so that what failed together does not come back together.</summary>
    private const double Jitter = 0.1;

    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_most = TimeSpan.FromDays(1);

    /// <summary>
    /// A receiver that asks for short waits must not use up its attempts by that: an event is given up when its attempts and
    /// this time are over.
    /// </summary>
    private readonly TimeSpan _least = delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay) * (1 - Jitter);

    /// <summary>The longest that can have been said to wait after an attempt.</summary>
    /// <param name="attempts">Attempts that failed; 0 if there was none.</param>
    /// <param name="status">The status of the last answer: with some, receivers ask for a time.</param>
    public TimeSpan Longest(int attempts, int? status)
    {
        var step = attempts == 0 || delays.Count == 0 ? TimeSpan.Zero : delays[Math.Min(attempts, delays.Count) - 1];
        return (attempts > 0 && DeliveryAnswer.IsToSlowDown(status) && step < s_most ? s_most : step) * (1 + Jitter);
    }

    /// <summary>How long to wait when a receiver asks for it; null if it does not.</summary>
    public static TimeSpan? Asked(TimeSpan? retryAfter, double chance) => retryAfter is { } asked
        ? (asked < s_least ? s_least : asked > s_most ? s_most : asked) * (1 + (Jitter * chance))
        : null;

    /// <summary>How long to wait before the next attempt; null if there is none.</summary>
    /// <param name="attempts">Attempts that failed, one or more.</param>
    /// <param name="since">The time since the first of them.</param>
    /// <param name="retryAfter">What the receiver asks for, in the place of the schedule's next step: 1 s to 1 day of it.</param>
    /// <param name="chance">0 to 1.</param>
    public TimeSpan? Next(int attempts, TimeSpan since, TimeSpan? retryAfter, double chance)
    {
        if (attempts > delays.Count && since >= _least)
        {
            return null;
        }

        return Asked(retryAfter, chance) is { } asked ? asked
            : delays.Count == 0 ? null : delays[Math.Min(attempts, delays.Count) - 1] * (1 - Jitter + (2 * Jitter * chance));
    }
}
