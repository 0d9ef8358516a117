using System.Diagnostics.Metrics;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>What waits on local disk; zeroes where there is no spool.</summary>
internal static class SpoolMetrics
{
    public static void AddTo(Meter meter, ISpool spool, GroupExitOptions options, TimeProvider time)
    {
        meter.CreateObservableUpDownCounter(
            "groupexit.spool.depth", () => spool.Status.Depth, "{callback}", "Callbacks that wait in the spool.");
        meter.CreateObservableUpDownCounter(
            "groupexit.spool.groups", () => spool.Status.Groups, "{group}", "Groups that they are of.");
        meter.CreateObservableUpDownCounter("groupexit.spool.size", () => spool.Status.Bytes, "By", "Bytes of the spool on disk.");
        meter.CreateObservableUpDownCounter(
            "groupexit.spool.limit", () => options.Spool.Enabled ? options.Spool.MaxBytes : 0, "By", "Bytes from which on the spool is full.");
        meter.CreateObservableGauge(
            "groupexit.spool.oldest.age", () => Age(spool.Status, time), "s", "How long the callback waits that has waited longest.");
        meter.CreateObservableGauge(
            "groupexit.spool.full", () => spool.Status.IsFull ? 1 : 0, unit: null, "1 while the spool takes nothing more, by bytes or by age.");
        meter.CreateObservableGauge(
            "groupexit.spool.faulty", () => spool.Status.LastFault is null ? 0 : 1, unit: null, "1 while the spool's disk fails.");
        meter.CreateObservableCounter(
            "groupexit.spool.spooled", () => spool.Status.Spooled, "{callback}", "Callbacks that went to the spool.");
        meter.CreateObservableCounter(
            "groupexit.spool.drained", () => spool.Status.Drained, "{callback}", "Callbacks that have left the spool.");
        meter.CreateObservableUpDownCounter(
            "groupexit.spool.dead_letters", () => spool.Status.DeadLetters, "{callback}", "Callbacks put aside, which the ledger refuses.");
        meter.CreateObservableGauge(
            "groupexit.journal.available", () => spool.Status.IsJournalAway ? 0 : 1, unit: null, "0 while callbacks go straight to the spool.");
    }

    private static double Age(SpoolStatus status, TimeProvider time) =>
        status.OldestSpooledAt is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0;
}
