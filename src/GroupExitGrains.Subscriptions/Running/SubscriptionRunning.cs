using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Subscriptions;

/// <summary>Delivers for subscriptions, whoever decides in which process.</summary>
public sealed class SubscriptionRunning
{
    private readonly ILogger<SubscriptionRunning> _logger;

    /// <summary>Over a journal.</summary>
    public SubscriptionRunning(
        IDeliveries deliveries, IHistory history, DeliveryOptions options, TimeProvider time, ILogger<SubscriptionRunning> logger)
        : this(deliveries, history, options, time, logger, () => new WebhookSender(options, time))
    {
    }

    internal SubscriptionRunning(
        IDeliveries deliveries,
        IHistory history,
        DeliveryOptions options,
        TimeProvider time,
        ILogger<SubscriptionRunning> logger,
        Func<IWebhookSender> openSender)
    {
        (Deliveries, History, Options, Time, _logger, OpenSender) = (deliveries, history, options, time, logger, openSender);
        Tail = new JournalTail(history, options, time);
    }

    internal IDeliveries Deliveries { get; }

    internal IHistory History { get; }

    internal DeliveryOptions Options { get; }

    internal TimeProvider Time { get; }

    internal JournalTail Tail { get; }

    internal Func<IWebhookSender> OpenSender { get; }

    /// <summary>
    /// Delivers until it is told to stop, the receiver is gone, or somebody rewinds or removes the subscription; at once, if it
    /// is not active or another process holds it. What is under way when it is told to stop has a few seconds to end.
    /// </summary>
    /// <exception cref="JournalUnavailableException">Storage could not be reached.</exception>
    public async Task RunAsync(string id, CancellationToken stop)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        var clock = new RunClock(Time);
        var now = clock.Now;
        if (await Deliveries.TakeAsync(id, owner, now, now + Options.Hold, stop) is { } hold)
        {
            using var run = new SubscriptionRun(hold, owner, clock, now + Options.Hold, this, _logger);
            await run.RunAsync(stop);
        }
    }
}
