using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>A server that is measured in turns with others, and that must have kept what it acknowledged.</summary>
/// <param name="name">What it is.</param>
/// <param name="server">Where it runs.</param>
/// <param name="countStored">How many exits it has stored; null for one that stores nothing.</param>
internal sealed class Contestant(string name, ServerProcess server, Func<Task<long>>? countStored)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _p99 = [];
    private long _acknowledged;

    public IReadOnlyList<double> Rates => _rates;

    /// <summary>Sends quits for a time; the first load only warms up, until compilers and caches have settled.</summary>
    public async Task MeasureAsync(int round, TimeSpan duration)
    {
        var result = await Ingest.MeasureAsync(server, $"r{round}", Ingest.Groups, round == 0 ? 3 * duration : duration);
        _acknowledged += result.Latencies.Length;
        if (round > 0)
        {
            _rates.Add(result.PerSecond);
            _p99.Add(result.Percentile(0.99));
        }
    }

    /// <summary>Reports its figures, once it is sure that they were earned.</summary>
    /// <exception cref="InvalidOperationException">Stored is something else than was acknowledged.</exception>
    public async Task ReportAsync(Report report)
    {
        if (countStored is not null && await countStored() is var stored && stored != _acknowledged)
        {
            throw new InvalidOperationException($"{name}: {_acknowledged} exits were acknowledged, {stored} are stored.");
        }

        report.Add(name, Report.Median(_rates), "exits/s", Report.Spread(_rates));
        report.Add("... latency p99", Report.Median(_p99), "ms", Report.Spread(_p99));
    }
}
