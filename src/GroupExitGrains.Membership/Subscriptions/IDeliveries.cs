namespace GroupExitGrains.Membership;

/// <summary>
/// How far subscriptions have come, as the one who delivers sees it. A subscription is held by one process at a time; what
/// another one writes is refused, however long it has been asleep.
/// </summary>
public interface IDeliveries
{
    /// <summary>
    /// Takes hold of an active subscription that nobody holds, or not any more; null if it is not active or somebody does.
    /// </summary>
    /// <param name="id">The subscription.</param>
    /// <param name="owner">Who takes hold: another text for each process and each time.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">Until when nobody else may, unless it is let go before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JournalUnavailableException">It is not known whether it is held.</exception>
    Task<DeliveryHold?> TakeAsync(
        string id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down what has come of deliveries, all of it or nothing, and holds on. Says what the subscription is by then: whoever
    /// delivers for another revision was not told of a change. Null, and nothing is written, if the subscription is not held by
    /// this owner any more, was rewound or removed, or has another filter: what was passed over may be what that is for.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was written; writing it again does no harm.</exception>
    Task<SubscriptionMark?> SaveAsync(string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken);

    /// <summary>Lets go, if this owner holds it.</summary>
    Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken);

    /// <summary>Letters that are or will be due, the earliest first; so many at most.</summary>
    Task<IReadOnlyList<DeadLetter>> DueLettersAsync(string id, int limit, CancellationToken cancellationToken);
}

/// <summary>A subscription that is held, and where to go on.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Epoch">Moves when somebody rewinds or changes the filter: what was under way then is not written down.</param>
/// <param name="Cursor">The position behind which to go on.</param>
/// <param name="Waiting">The groups that wait.</param>
public sealed record DeliveryHold(
    Subscription Subscription, long Epoch, long Cursor, IReadOnlyList<WaitingGroup> Waiting)
{
    /// <summary>The highest position of its letters: what is delivered up to there may be one of them. 0 if there is none.</summary>
    public long LastLetter { get; init; }

    /// <summary>When the latest event was delivered; absent if none was.</summary>
    public DateTimeOffset? LastDeliveredAt { get; init; }
}

/// <summary>What has come of deliveries since the last time.</summary>
public sealed record DeliveryChanges
{
    /// <summary>The position up to which everything is settled.</summary>
    public required long Cursor { get; init; }

    /// <summary>Until when nobody else may take hold.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Groups that wait from now on, or wait otherwise.</summary>
    public IReadOnlyList<WaitingGroup> Waiting { get; init; } = [];

    /// <summary>Groups that wait no more.</summary>
    public IReadOnlyList<GroupKey> Cleared { get; init; } = [];

    /// <summary>Attempts to keep. Their numbers are given when they are written.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>Letters as they are now.</summary>
    public IReadOnlyList<DeadLetter> Letters { get; init; } = [];

    /// <summary>Positions whose letters, if there are any, were delivered.</summary>
    public IReadOnlyList<long> Redelivered { get; init; } = [];

    /// <summary>How many were delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>How many attempts failed.</summary>
    public long Failed { get; init; }

    /// <summary>When the latest was delivered; absent if none was.</summary>
    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>When the latest failed; absent if none did.</summary>
    public DateTimeOffset? LastFailedAt { get; init; }

    /// <summary>Why it did.</summary>
    public string? LastFailure { get; init; }

    /// <summary>The subscription is to be disabled, for this reason, unless it was changed since <see cref="Revision"/>.</summary>
    public string? DisabledFor { get; init; }

    /// <summary>The revision that was delivered for: of another one's receiver nothing is known.</summary>
    public long Revision { get; init; }
}
