using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>How long ago each reader of the journal last was at its end.</summary>
internal sealed class ReaderLags(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ReaderLag> _readers = new(StringComparer.Ordinal);

    /// <summary>One reader, by a name that is fixed in the program.</summary>
    public ReaderLag Of(string reader) => _readers.GetOrAdd(reader, static (_, time) => new ReaderLag(time), time);

    internal IEnumerable<Measurement<double>> Measure() => _readers.Select(reader => new Measurement<double>(
        reader.Value.Current.TotalSeconds, new KeyValuePair<string, object?>("groupexit.reader", reader.Key)));
}

/// <summary>How far one reader is behind, in time.</summary>
internal sealed class ReaderLag(TimeProvider time)
{
    private const long AtEnd = -1;
    private long _behindSince = AtEnd;

    /// <summary>How long it has been behind; zero if it was at the end when it last looked.</summary>
    public TimeSpan Current =>
        Volatile.Read(ref _behindSince) is var since and not AtEnd ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>It has read all that there is, or nobody wants it to read.</summary>
    public void CaughtUp() => Volatile.Write(ref _behindSince, AtEnd);

    /// <summary>There is more to read, or it cannot be read now.</summary>
    public void Behind() => Interlocked.CompareExchange(ref _behindSince, time.GetTimestamp(), AtEnd);
}
