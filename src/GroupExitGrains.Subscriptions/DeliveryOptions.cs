namespace GroupExitGrains.Subscriptions;

/// <summary>How events are delivered.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Requests go to private addresses too, and need not be encrypted. Default false.</summary>
    public bool AllowPrivateTargets { get; init; }

    /// <summary>How long a receiver has to answer. Default 15 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long to wait after each failed attempt but the last, which is one more than there are times. Default those that
    /// Standard Webhooks recommends: ten attempts over three days.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Requests of a subscription that are under way together, each of another group. Default 32.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>Events of a subscription in memory, about. Default 1,000.</summary>
    public int MaxEvents { get; init; } = 1000;

    /// <summary>Events of one group in memory: a group with more is read again when it comes to them. Default 64.</summary>
    public int MaxEventsOfGroup { get; init; } = 64;

    /// <summary>Groups of a subscription that wait before nothing more is read ahead. Default 1,000.</summary>
    public int MaxWaitingGroups { get; init; } = 1000;

    /// <summary>How old an undelivered event is when its subscription counts as behind. Default 5 min.</summary>
    public TimeSpan AlertAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a subscription is a process's own without hearing from it. Default 10 s.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often what has been delivered is written down. Default 250 ms.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the end of the journal is looked at. Default 100 ms.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long requests under way may take when the subscription is let go. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
