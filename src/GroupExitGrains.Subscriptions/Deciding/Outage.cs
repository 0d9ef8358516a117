namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Tells a receiver that was away from one that refuses some events. When it is back, what failed meanwhile need not wait
/// for hours for its next attempt.
/// </summary>
internal sealed class Outage
{
    private const int Failures = 5;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(30);

    private int _failures;
    private DateTimeOffset _since;

    public void Failed(DateTimeOffset now)
    {
        if (_failures++ == 0)
        {
            _since = now;
        }
    }

    /// <summary>True if nothing at all was delivered for a while, until now.</summary>
    public bool Delivered(DateTimeOffset now)
    {
        var isOver = _failures >= Failures && now - _since >= s_least;
        _failures = 0;
        return isOver;
    }
}
