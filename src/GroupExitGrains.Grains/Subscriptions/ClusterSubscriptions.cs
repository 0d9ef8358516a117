using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Grains;

/// <summary>The stored subscriptions, where a change reaches the one that delivers at once, wherever in the cluster it is.</summary>
public sealed partial class ClusterSubscriptions(
    ISubscriptions stored, IGrainFactory grains, ILogger<ClusterSubscriptions> logger) : ISubscriptions
{
    /// <inheritdoc/>
    public async Task AddAsync(Subscription subscription, long cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        await stored.AddAsync(subscription, cursor, cancellationToken);
        await TellAsync(subscription.Id);
    }

    /// <inheritdoc/>
    public async Task<bool> ChangeAsync(Subscription changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        return await ToldAsync(changed.Id, await stored.ChangeAsync(changed, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        await ToldAsync(id, await stored.RemoveAsync(id, cancellationToken));

    /// <inheritdoc/>
    public Task<StoredSubscription?> FindAsync(string id, CancellationToken cancellationToken) =>
        stored.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSubscription>> ListAsync(CancellationToken cancellationToken) =>
        stored.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubscriptionMark>> MarksAsync(CancellationToken cancellationToken) =>
        stored.MarksAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RewindAsync(string id, long position, CancellationToken cancellationToken) =>
        await ToldAsync(id, await stored.RewindAsync(id, position, cancellationToken));

    /// <inheritdoc/>
    public async Task<int> RetryAsync(
        string id, DateTimeOffset failedSince, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = await stored.RetryAsync(id, failedSince, now, cancellationToken);
        await TellAsync(id);
        return count;
    }

    /// <inheritdoc/>
    public async Task<bool> RedeliverAsync(string id, DeadLetter letter, CancellationToken cancellationToken) =>
        await ToldAsync(id, await stored.RedeliverAsync(id, letter, cancellationToken));

    /// <inheritdoc/>
    public Task<Page<DeliveryAttempt>> AttemptsAsync(
        string id, AttemptFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        stored.AttemptsAsync(id, filter, before, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<DeadLetter>> DeadLettersAsync(string id, long after, int limit, CancellationToken cancellationToken) =>
        stored.DeadLettersAsync(id, after, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WaitingGroup>> WaitingAsync(string id, int limit, CancellationToken cancellationToken) =>
        stored.WaitingAsync(id, limit, cancellationToken);

    private async Task<bool> ToldAsync(string id, bool isChanged)
    {
        if (isChanged)
        {
            await TellAsync(id);
        }

        return isChanged;
    }

    private async Task TellAsync(string id)
    {
        try
        {
            await grains.GetGrain<ISubscriptionGrain>(id).LookAsync();
        }
        catch (Exception fault)
        {
            // It is changed. A silo tells the grain within seconds, too.
            LogNotTold(fault, id);
        }
    }

    [LoggerMessage(4221, LogLevel.Warning, "Subscription {Id} was changed, but its grain could not be told so; a silo will in a few seconds")]
    private partial void LogNotTold(Exception fault, string id);
}
