using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Loads that take turns, so that what the machine does otherwise meets all of them.</summary>
internal sealed class Turns(Effort effort)
{
    private readonly List<Series> _all = [];

    public Series Add(Contestant contestant, Workload workload, int connections)
    {
        var series = new Series(contestant, workload, connections);
        _all.Add(series);
        return series;
    }

    /// <summary>Warms each up, until compilers and caches have settled, lets them take turns, and checks what they stored.</summary>
    public async Task RunAsync(int? rounds = null)
    {
        foreach (var series in _all)
        {
            await series.MeasureAsync(3 * effort.Duration);
        }

        for (var round = 0; round < (rounds ?? effort.Rounds); round++)
        {
            foreach (var series in _all)
            {
                series.Results.Add(await series.MeasureAsync(effort.Duration));
            }
        }

        foreach (var contestant in _all.Select(series => series.Contestant).Distinct())
        {
            await contestant.CheckAsync();
        }
    }
}

/// <summary>One contestant's results of one load, a result per round.</summary>
internal sealed record Series(Contestant Contestant, Workload Workload, int Connections)
{
    public List<LoadResult> Results { get; } = [];

    public IEnumerable<double> Rates => Results.Select(result => result.PerSecond);

    public Task<LoadResult> MeasureAsync(TimeSpan duration) => Contestant.MeasureAsync(Workload, Connections, duration);

    public double[] Percentiles(double share) => [.. Results.Select(result => result.Percentile(share))];

    public void Report(Report report)
    {
        report.Add($"{Workload.Name}, {Connections} {(Connections == 1 ? "connection" : "connections")}: {Contestant.Name}", Rates.ToArray(), "callbacks/s");
        report.Add("... latency p50", Percentiles(0.5), "ms");
        report.Add("... latency p99", Percentiles(0.99), "ms");
        report.Add("... processor time for each", Results.ConvertAll(result => result.ProcessorTime), "us");
    }
}
