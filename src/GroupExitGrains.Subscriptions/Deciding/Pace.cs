namespace GroupExitGrains.Subscriptions;

/// <summary>
/// How much a receiver is asked at a time: half as much each time that it says it is too much, one more after as many
/// deliveries as there are at a time. Below one at a time there are pauses.
/// </summary>
/// <param name="most">The most requests at a time.</param>
internal sealed class Pace(int most)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly int _most = most;
    private int _deliveries;

    /// <summary>Requests at a time.</summary>
    public int Limit { get; private set; } = most;

    /// <summary>The least time between requests.</summary>
    public TimeSpan Pause { get; private set; }

    public void Delivered()
    {
        if (Pause > TimeSpan.Zero)
        {
            Pause = Pause > s_shortest ? Pause / 2 : TimeSpan.Zero;
        }
        else if (Limit < _most && ++_deliveries >= Limit)
        {
            Limit++;
            _deliveries = 0;
        }
    }

    public void SlowDown()
    {
        _deliveries = 0;
        if (Limit > 1)
        {
            Limit /= 2;
        }
        else
        {
            var longer = Pause * 2;
            Pause = longer < s_shortest ? s_shortest : longer > s_longest ? s_longest : longer;
        }
    }
}
