using System.Diagnostics.Metrics;

namespace GroupExitGrains.Subscriptions;

/// <summary>What is counted of deliveries, for whoever listens to the meter.</summary>
internal static class SubscriptionMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "GroupExitGrains.Subscriptions";

    private static readonly Meter s_meter = new(MeterName);

    private static readonly Counter<long> s_attempts = s_meter.CreateCounter<long>(
        "groupexit.subscription.attempts", "{attempt}", "Attempts to deliver an event, by outcome.");

    private static readonly Counter<long> s_alerts = s_meter.CreateCounter<long>(
        "groupexit.subscription.alerts", "{alert}", "Subscriptions that fell behind, were disabled or gave an event up.");

    private static readonly UpDownCounter<long> s_behind = s_meter.CreateUpDownCounter<long>(
        "groupexit.subscription.behind", "{subscription}", "Subscriptions of this process that are behind.");

    public static void Attempt(string outcome) => s_attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Alert(string cause) => s_alerts.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public static void Behind(int more) => s_behind.Add(more);
}
