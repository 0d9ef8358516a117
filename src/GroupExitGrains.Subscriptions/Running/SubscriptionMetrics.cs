using System.Diagnostics.Metrics;

namespace GroupExitGrains.Subscriptions;

/// <summary>What is counted of deliveries, for whoever listens to the meter.</summary>
public static class SubscriptionMetrics
{
    private static readonly Meter s_meter = CreateMeter();

    private static readonly Counter<long> s_attempts = s_meter.CreateCounter<long>(
        "groupexit.subscription.attempts", "{attempt}", "Attempts to deliver an event, by outcome.");

    private static readonly Counter<long> s_alerts = s_meter.CreateCounter<long>(
        "groupexit.subscription.alerts", "{alert}", "Subscriptions that fell behind, were disabled or gave an event up.");

    private static int s_behind;

    /// <summary>The name of the meter.</summary>
    public static string MeterName => s_meter.Name;

    internal static void Attempt(string outcome) => s_attempts.Add(1, new KeyValuePair<string, object?>("groupexit.outcome", outcome));

    internal static void Alert(string cause) => s_alerts.Add(1, new KeyValuePair<string, object?>("groupexit.alert", cause));

    internal static void Behind(int more) => Interlocked.Add(ref s_behind, more);

    private static Meter CreateMeter()
    {
        var meter = new Meter("GroupExitGrains.Subscriptions");
        meter.CreateObservableGauge(
            "groupexit.subscription.behind", () => Volatile.Read(ref s_behind), "{subscription}", "Subscriptions of this process that are behind.");
        return meter;
    }
}
