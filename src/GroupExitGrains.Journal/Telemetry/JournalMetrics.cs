using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GroupExitGrains.Journal.Telemetry;

/// <summary>How the journals of this process write.</summary>
public static class JournalMetrics
{
    // From a commit on a fast disk to one that is given up.
    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries =
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> s_writes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
    };

    private static readonly Meter s_meter = CreateMeter();

    private static readonly Histogram<double> s_appends = s_meter.CreateHistogram(
        "groupexit.journal.append.duration",
        "s",
        "How long an append took from being asked for to being durable, or refused.",
        tags: null,
        s_seconds);

    private static readonly Histogram<double> s_commits = s_meter.CreateHistogram(
        "groupexit.journal.commit.duration",
        "s",
        "How long the transaction of a batch took, or how long it took to fail, then by error.type.",
        tags: null,
        s_seconds);

    private static readonly Histogram<int> s_batches = s_meter.CreateHistogram(
        "groupexit.journal.batch.size", "{write}", "Writes that were committed together.", tags: null, s_writes);

    private static long s_queued;
    private static long s_queuedBytes;

    /// <summary>The name that a listener asks for.</summary>
    public static string MeterName => s_meter.Name;

    internal static void Queued(int writes, long bytes)
    {
        Interlocked.Add(ref s_queued, writes);
        Interlocked.Add(ref s_queuedBytes, bytes);
    }

    internal static void Appended(long queuedAt)
    {
        if (s_appends.Enabled)
        {
            s_appends.Record(Stopwatch.GetElapsedTime(queuedAt).TotalSeconds);
        }
    }

    internal static void Committed(TimeSpan took, int writes)
    {
        s_commits.Record(took.TotalSeconds);
        s_batches.Record(writes);
    }

    internal static void Failed(TimeSpan took, Exception exception) =>
        s_commits.Record(took.TotalSeconds, new KeyValuePair<string, object?>("error.type", exception.GetType().FullName));

    private static Meter CreateMeter()
    {
        var meter = new Meter("GroupExitGrains.Journal");
        meter.CreateObservableUpDownCounter(
            "groupexit.journal.queue.depth", static () => Volatile.Read(ref s_queued), "{write}", "Writes that wait for the journal's writer.");
        meter.CreateObservableUpDownCounter(
            "groupexit.journal.queue.size", static () => Volatile.Read(ref s_queuedBytes), "By", "Bytes of the requests that wait with them.");
        return meter;
    }
}
