namespace GroupExitGrains.Silo.Clustering;

/// <summary>How much of what Orleans has to say is logged.</summary>
internal static class ClusterLogging
{
    // Remarks at start on settings and on start itself, a line for each placement of a grain, and snapshots that another
    // activation has replaced, which is no fault; one that is not saved is reported by its ledger.
    private static readonly string[] Chatty =
        ["Orleans.Runtime.Silo", "Orleans.Runtime.Watchdog", "Polly", "GroupExitGrains.Grains.SnapshotStorage"];

    /// <summary>Warnings, unless section <c>Logging</c> says otherwise.</summary>
    public static ILoggingBuilder AddOrleansLogging(this ILoggingBuilder logging)
    {
        logging.Services.Configure<LoggerFilterOptions>(filter =>
        {
            // First, so that what is configured wins.
            foreach (var category in Chatty)
            {
                filter.Rules.Insert(0, new LoggerFilterRule(providerName: null, category, LogLevel.Critical, filter: null));
            }

            filter.Rules.Insert(0, new LoggerFilterRule(providerName: null, "Orleans", LogLevel.Warning, filter: null));
        });
        return logging;
    }
}
