using System.Globalization;
using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// The latency of quits that are due at half of the rate that was the most just before: counted from when each was due, so that
/// a pause is charged for all that it held up.
/// </summary>
internal static class HalfLoad
{
    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, postgres: true, silo: true);
        var turns = new Turns(bench.Effort with { Rounds = Math.Min(3, bench.Effort.Rounds) });
        var all = field.All.Select(contestant => turns.Add(contestant, Workload.Quits, Ingest.Connections)).ToList();
        await turns.RunAsync();

        // Paced requests take other ways than a crowd of them, and these have to be warm, too.
        foreach (var most in all)
        {
            await most.Contestant.MeasureAsync(
                most.Workload, most.Connections, bench.Effort.Duration * 3, Report.Median(most.Rates) / 2);
        }

        var paced = all.ConvertAll(series => new Series(series.Contestant, series.Workload, series.Connections));
        for (var round = 0; round < bench.Effort.Rounds; round++)
        {
            foreach (var (most, series) in all.Zip(paced))
            {
                series.Results.Add(await series.Contestant.MeasureAsync(
                    series.Workload, series.Connections, bench.Effort.Duration, Report.Median(most.Rates) / 2));
            }
        }

        foreach (var series in paced)
        {
            await series.Contestant.CheckAsync();
            bench.Report.Add($"half of the maximum: {series.Contestant.Name}", series.Rates.ToArray(), "callbacks/s");
            foreach (var share in new[] { 0.5, 0.99, 0.999 })
            {
                bench.Report.Add(
                    string.Create(CultureInfo.InvariantCulture, $"... latency p{share * 100:0.#}"),
                    series.Percentiles(share),
                    "ms",
                    share == 0.99 && series.Contestant != field.Floor ? Wanted.AtMost(10) : null);
            }
        }
    }
}
