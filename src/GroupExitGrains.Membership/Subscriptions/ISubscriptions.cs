namespace GroupExitGrains.Membership;

/// <summary>The subscriptions, as those who look after them see them.</summary>
public interface ISubscriptions
{
    /// <summary>Keeps a new subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="cursor">The position behind which it starts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JournalUnavailableException">It is not known whether it was kept.</exception>
    Task AddAsync(Subscription subscription, long cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a changed subscription in the place of the one that it was made from; its revision moves by one. False, and nothing
    /// changes, if that one has been changed or removed meanwhile.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was changed.</exception>
    Task<bool> ChangeAsync(Subscription changed, CancellationToken cancellationToken);

    /// <summary>Forgets a subscription and all that was kept for it; false if there is none.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was removed.</exception>
    Task<bool> RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>A subscription by its id.</summary>
    Task<StoredSubscription?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>All subscriptions, by id, which is the order in which they were made.</summary>
    Task<IReadOnlyList<StoredSubscription>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All subscriptions in brief: cheap enough to be asked for all the time.</summary>
    Task<IReadOnlyList<SubscriptionMark>> MarksAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Delivers everything from a position on once more. False, and nothing changes, if there is no such subscription or it has
    /// not come that far.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was changed.</exception>
    Task<bool> RewindAsync(string id, long position, CancellationToken cancellationToken);

    /// <summary>
    /// Makes dead letters due, and the groups that wait: those that failed at or after a time. Says how many of both.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was changed.</exception>
    Task<int> RetryAsync(string id, DateTimeOffset failedSince, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes one event due beside the order of its group, whether or not it is a dead letter; false if there is no such subscription.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was changed.</exception>
    Task<bool> RedeliverAsync(string id, DeadLetter letter, CancellationToken cancellationToken);

    /// <summary>Attempts that are kept, newest first; <paramref name="before"/> continues behind a number.</summary>
    Task<Page<DeliveryAttempt>> AttemptsAsync(
        string id, AttemptFilter filter, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Events that were given up or asked for again, by position; <paramref name="after"/> continues behind one.</summary>
    Task<Page<DeadLetter>> DeadLettersAsync(string id, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Groups that wait, those that are due first; so many at most.</summary>
    Task<IReadOnlyList<WaitingGroup>> WaitingAsync(string id, int limit, CancellationToken cancellationToken);
}

/// <summary>Which attempts. Absent criteria admit everything.</summary>
/// <param name="Outcome">What came of them.</param>
/// <param name="Position">At the entry with this position.</param>
public sealed record AttemptFilter(DeliveryOutcome? Outcome = null, long? Position = null);
