using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>How long requests to the webhooks take. The tags of each source and status are made once.</summary>
internal sealed class CallbackDurations
{
    // Half of all answers take less than a millisecond; the vendors hang up after 2 and 5 s.
    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries =
            [0.00025, 0.0005, 0.001, 0.0015, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 5],
    };

    private readonly ConcurrentDictionary<(string Source, int Status), KeyValuePair<string, object?>[]> _tags = new();
    private readonly Histogram<double> _durations;

    public CallbackDurations(IMeterFactory meters) => _durations = meters.Create(HostMetrics.MeterName).CreateHistogram(
        "groupexit.callback.duration",
        "s",
        "How long a request to a webhook took from its header to its answer.",
        tags: null,
        s_seconds);

    public void Answered(string source, int status, TimeSpan took)
    {
        if (_durations.Enabled)
        {
            _durations.Record(took.TotalSeconds, _tags.GetOrAdd((source, status), static key =>
                [new(HostMetrics.Source, key.Source), new("http.response.status_code", key.Status)]));
        }
    }
}
