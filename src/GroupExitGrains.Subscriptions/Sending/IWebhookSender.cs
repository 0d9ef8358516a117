using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>Posts events to one target.</summary>
internal interface IWebhookSender : IDisposable
{
    /// <summary>Posts an event once. What goes wrong on the way is an answer, too.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; whether the receiver has the event is not known.</exception>
    Task<DeliveryAnswer> SendAsync(Subscription subscription, OutgoingEvent sent, CancellationToken cancellationToken);
}

/// <summary>What a receiver said to an event.</summary>
/// <param name="Status">The HTTP status; absent if there was no answer.</param>
/// <param name="Failure">Why the event counts as not delivered; absent if it was.</param>
/// <param name="Response">The first 4 KiB of the answer's body.</param>
/// <param name="Latency">How long the answer took.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone.</param>
public sealed record DeliveryAnswer(int? Status, string? Failure, string? Response, TimeSpan Latency, TimeSpan? RetryAfter)
{
    private const int Gone = 410;

    /// <summary>The receiver took the event.</summary>
    public bool IsDelivered => Failure is null;

    /// <summary>The receiver will never take an event again.</summary>
    internal bool IsGone => Status == Gone;

    /// <summary>The receiver has too much to do.</summary>
    internal bool AsksToSlowDown => IsToSlowDown(Status);

    /// <summary>The receiver is there and will not have this event, as far as one can tell: a status of 4xx that says nothing of the time.</summary>
    internal static bool IsRefusal(int? status) => status is >= 400 and < 500 and not (408 or 425 or 429);

    internal static bool IsToSlowDown(int? status) => status is 429 or 503;
}
