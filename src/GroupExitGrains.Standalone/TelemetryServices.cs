using GroupExitGrains.Journal.Telemetry;
using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Telemetry;

namespace GroupExitGrains.Standalone;

/// <summary>What both hosts show of themselves.</summary>
internal static class TelemetryServices
{
    public static void AddTelemetry(this WebApplicationBuilder builder, GroupExitOptions options, string role) =>
        builder.AddGroupExitTelemetry(options, role, [LedgerMetrics.MeterName, JournalMetrics.MeterName, SubscriptionMetrics.MeterName]);
}
