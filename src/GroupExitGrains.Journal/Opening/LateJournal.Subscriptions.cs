using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Opening;

public sealed partial class LateJournal
{
    async Task ISubscriptions.AddAsync(Subscription subscription, long cursor, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.AddAsync(subscription, cursor, cancellationToken);

    async Task<bool> ISubscriptions.ChangeAsync(Subscription changed, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.ChangeAsync(changed, cancellationToken);

    async Task<bool> ISubscriptions.RemoveAsync(string id, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.RemoveAsync(id, cancellationToken);

    async Task<StoredSubscription?> ISubscriptions.FindAsync(string id, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.FindAsync(id, cancellationToken);

    async Task<IReadOnlyList<StoredSubscription>> ISubscriptions.ListAsync(CancellationToken cancellationToken) =>
        await Storage.Subscriptions.ListAsync(cancellationToken);

    async Task<IReadOnlyList<SubscriptionMark>> ISubscriptions.MarksAsync(CancellationToken cancellationToken) =>
        await Storage.Subscriptions.MarksAsync(cancellationToken);

    async Task<bool> ISubscriptions.RewindAsync(string id, long position, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.RewindAsync(id, position, cancellationToken);

    async Task<int> ISubscriptions.RetryAsync(
        string id, DateTimeOffset failedSince, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.RetryAsync(id, failedSince, now, cancellationToken);

    async Task<bool> ISubscriptions.RedeliverAsync(string id, DeadLetter letter, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.RedeliverAsync(id, letter, cancellationToken);

    async Task<Page<DeliveryAttempt>> ISubscriptions.AttemptsAsync(
        string id, AttemptFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.AttemptsAsync(id, filter, before, limit, cancellationToken);

    async Task<Page<DeadLetter>> ISubscriptions.DeadLettersAsync(string id, long after, int limit, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.DeadLettersAsync(id, after, limit, cancellationToken);

    async Task<IReadOnlyList<WaitingGroup>> ISubscriptions.WaitingAsync(string id, int limit, CancellationToken cancellationToken) =>
        await Storage.Subscriptions.WaitingAsync(id, limit, cancellationToken);

    async Task<DeliveryHold?> IDeliveries.TakeAsync(
        string id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        await Storage.Deliveries.TakeAsync(id, owner, now, until, cancellationToken);

    async Task<SubscriptionMark?> IDeliveries.SaveAsync(
        string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken) =>
        await Storage.Deliveries.SaveAsync(id, owner, epoch, changes, cancellationToken);

    async Task IDeliveries.ReleaseAsync(string id, string owner, CancellationToken cancellationToken) =>
        await Storage.Deliveries.ReleaseAsync(id, owner, cancellationToken);

    async Task<IReadOnlyList<DeadLetter>> IDeliveries.DueLettersAsync(string id, int limit, CancellationToken cancellationToken) =>
        await Storage.Deliveries.DueLettersAsync(id, limit, cancellationToken);
}
