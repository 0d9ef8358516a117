namespace GroupExitGrains.Membership;

/// <summary>How far a subscription has come.</summary>
/// <param name="Cursor">
/// Every entry up to this position is delivered, is not what the subscription is about, or belongs to a group that waits.
/// </param>
/// <param name="Delivered">Events that were delivered, those delivered again included.</param>
/// <param name="Failed">Attempts that failed.</param>
/// <param name="LastDeliveredAt">When the latest was.</param>
/// <param name="LastFailedAt">When the latest did.</param>
/// <param name="LastFailure">Why the latest did.</param>
/// <param name="Waiting">Groups that wait.</param>
/// <param name="DeadLetters">Events that were given up.</param>
/// <param name="Owner">The process that delivers.</param>
public sealed record DeliveryProgress(
    long Cursor,
    long Delivered,
    long Failed,
    DateTimeOffset? LastDeliveredAt,
    DateTimeOffset? LastFailedAt,
    string? LastFailure,
    long Waiting,
    long DeadLetters,
    string? Owner);

/// <summary>A subscription and how far it has come.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Progress">How far it has come.</param>
public sealed record StoredSubscription(Subscription Subscription, DeliveryProgress Progress);

/// <summary>A subscription's place among those that a process looks after.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="State">Whether it delivers.</param>
/// <param name="Revision">Which of its changes was the last.</param>
public sealed record SubscriptionMark(string Id, SubscriptionState State, long Revision);
