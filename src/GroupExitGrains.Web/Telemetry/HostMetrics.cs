using System.Diagnostics.Metrics;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Health;
using GroupExitGrains.Web.Overload;
using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>What this process measures of itself, beside its ledgers and its journal.</summary>
internal sealed class HostMetrics
{
    public const string MeterName = "GroupExitGrains.Web";

    /// <summary>The label with the name of a configured source.</summary>
    public const string Source = "groupexit.source";

    private readonly Readiness _readiness;
    private int _isReady;

    public HostMetrics(
        IMeterFactory meters,
        SourceActivity activity,
        WebhookAllowances allowances,
        AuditFeed feed,
        ReaderLags lags,
        Readiness readiness,
        ISpool spool,
        GroupExitOptions options,
        TimeProvider time)
    {
        _readiness = readiness;
        var meter = meters.Create(MeterName);
        _ = new SourceMetrics(meter, activity, options, time);
        SpoolMetrics.AddTo(meter, spool, options, time);
        meter.CreateObservableUpDownCounter(
            "groupexit.callback.active", () => allowances.Callbacks.Taken, "{callback}", "Callbacks that have arrived and are not durable.");
        meter.CreateObservableUpDownCounter(
            "groupexit.callback.limit", () => allowances.Callbacks.Limit, "{callback}", "As many of them as may be; fewer while the spool is emptied.");
        meter.CreateObservableUpDownCounter(
            "groupexit.feed.readers", () => feed.Readers, "{reader}", "Readers of the live feed and long polls.");
        meter.CreateObservableGauge(
            "groupexit.reader.lag", lags.Measure, "s", "How long a reader of the journal has been behind its end.");
        meter.CreateObservableGauge("groupexit.ready", IsReady, unit: null, "1 while a callback would be accepted.");
    }

    /// <summary>Looks whether the process is ready, for what is measured next.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        Volatile.Write(ref _isReady, (await _readiness.CheckAsync(cancellationToken)).Reason is null ? 1 : 0);

    // Nobody waits here for storage: what a look finds that takes longer is measured the next time.
    private int IsReady()
    {
        _ = CheckAsync(CancellationToken.None);
        return Volatile.Read(ref _isReady);
    }
}
