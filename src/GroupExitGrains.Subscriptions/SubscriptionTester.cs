using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>Sends a subscription's receiver an event that is about nothing, once and now.</summary>
public sealed class SubscriptionTester(DeliveryOptions options, TimeProvider time)
{
    /// <summary>Sends the event; whatever comes of it is the answer.</summary>
    public async Task<DeliveryAnswer> SendAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        using var sender = new WebhookSender(options, time);
        var now = time.GetUtcNow();
        return await sender.SendAsync(
            subscription, CloudEvent.Test(subscription, $"test-{Guid.CreateVersion7(now):N}", now), cancellationToken);
    }
}
