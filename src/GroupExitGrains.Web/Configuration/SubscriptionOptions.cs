using GroupExitGrains.Subscriptions;

namespace GroupExitGrains.Web.Configuration;

/// <summary>How events are delivered to subscriptions.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>
    /// Subscriptions may name targets in private networks and on this machine, and ones without encryption. Default false: who
    /// may make a subscription could otherwise reach what this machine can reach.
    /// </summary>
    public bool AllowPrivateTargets { get; init; }

    /// <summary>How long a receiver has to answer, 1 s to 2 min. Default 15 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long to wait after each failed attempt, each 10 ms to 7 days, 30 at most; after one attempt more than there are
    /// times an event is given up. Default 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
    /// </summary>
    public List<TimeSpan> RetryDelays { get; } = [];

    /// <summary>Requests of a subscription at a time, 1 to 1,000. Default 32.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>How old an undelivered event is when its subscription counts as behind, 1 s to 7 days. Default 5 min.</summary>
    public TimeSpan AlertAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The same for those who deliver.</summary>
    public DeliveryOptions ToDeliveryOptions()
    {
        var options = new DeliveryOptions
        {
            AllowPrivateTargets = AllowPrivateTargets,
            Timeout = Timeout,
            MaxConcurrency = MaxConcurrency,
            AlertAfter = AlertAfter,
        };
        return RetryDelays.Count == 0 ? options : options with { RetryDelays = RetryDelays };
    }
}
