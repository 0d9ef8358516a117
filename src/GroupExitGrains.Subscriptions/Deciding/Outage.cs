using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Tells a receiver that is away from one that refuses some events: nothing at all was delivered for half a minute, after five
/// failures, or after two that were no refusals. While it is away it is asked about once a minute whether it is back; when it is,
/// what failed meanwhile need not wait for hours for its next attempt.
/// </summary>
internal sealed class Outage
{
    private const int Failures = 5;
    private const int FailuresThatAreNoRefusals = 2;
    private const double Jitter = 0.1;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_between = TimeSpan.FromMinutes(1);

    private int _failures;
    private int _noRefusals;
    private DateTimeOffset _since = DateTimeOffset.MaxValue;
    private DateTimeOffset _askAt;
    private DateTimeOffset _leaveUntil;

    /// <summary>When the receiver is to be asked whether it is back, if nobody asks before; absent: it is not known to be away.</summary>
    public DateTimeOffset? AskAt =>
        !IsLikely ? null : new[] { _since + s_least, _askAt, _leaveUntil }.Max();

    private bool IsLikely => _failures >= Failures || _noRefusals >= FailuresThatAreNoRefusals;

    /// <summary>Goes on with what the groups that wait say of the time since the last delivery.</summary>
    public void Resume(IEnumerable<WaitingGroup> waiting, DateTimeOffset? lastDeliveredAt, DateTimeOffset now)
    {
        foreach (var group in waiting)
        {
            if (group.FirstAttemptAt is { } first && (lastDeliveredAt is null || first > lastDeliveredAt))
            {
                _failures += group.Attempts;
                _noRefusals += DeliveryAnswer.IsRefusal(group.Status) ? 0 : group.Attempts;
                _since = first < _since ? first : _since;
            }
        }

        _since = _since < now ? _since : now;
        _askAt = now + s_between;
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="now">The time.</param>
    /// <param name="status">What the receiver answered; absent if nothing.</param>
    /// <param name="leaveFor">How long it wants to be left alone.</param>
    /// <param name="chance">0 to 1.</param>
    public void Failed(DateTimeOffset now, int? status, TimeSpan? leaveFor, double chance)
    {
        if (_failures++ == 0)
        {
            _since = now;
        }

        _noRefusals += DeliveryAnswer.IsRefusal(status) ? 0 : 1;
        Asked(now, chance);
        if (now + leaveFor is { } until && until > _leaveUntil)
        {
            _leaveUntil = until;
        }
    }

    /// <summary>The receiver is asked.</summary>
    public void Asked(DateTimeOffset now, double chance) => _askAt = now + (s_between * (1 - Jitter + (2 * Jitter * chance)));

    /// <summary>True if nothing at all was delivered for a while, until now.</summary>
    public bool Delivered(DateTimeOffset now)
    {
        var isOver = IsLikely && now - _since >= s_least;
        (_failures, _noRefusals, _since, _leaveUntil) = (0, 0, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        return isOver;
    }
}
