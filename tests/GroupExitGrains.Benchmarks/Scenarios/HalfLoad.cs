using System.Globalization;
using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// The latency of quits that are due at half of the rate that was the most just before: counted from when each was due, so that
/// a pause is charged for all that it held up. Rounds go on until each has enough in which the machine had its processors to
/// itself. These are held against the bound, or all of them where there are too few; either way both are reported.
/// </summary>
internal static class HalfLoad
{
    /// <summary>Of the processors' time: p99 follows what the host takes, for those that store nothing as well.</summary>
    private const double MostStolen = 0.005;

    /// <summary>Rounds at the most, of those that there should be.</summary>
    private const int Patience = 4;

    /// <summary>Durations until compilers have settled: below the maximum it takes half a minute.</summary>
    private const int WarmUp = 10;

    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, postgres: true, silo: true);
        var turns = new Turns(bench.Effort with { Rounds = Math.Min(3, bench.Effort.Rounds) });
        var most = field.All.Select(contestant => turns.Add(contestant, Workload.Quits, Ingest.Connections)).ToList();
        await turns.RunAsync();

        var paced = most.ConvertAll(series => new Paced(series, Report.Median(series.Rates) / 2));
        foreach (var one in paced)
        {
            // Paced requests take other ways than a crowd of them, and these have to be warm, too.
            await one.MeasureAsync(WarmUp * bench.Effort.Duration);
        }

        for (var round = 0; round < Patience * bench.Effort.Rounds && paced.Any(one => one.Undisturbed.Count < bench.Effort.Rounds); round++)
        {
            foreach (var one in paced)
            {
                one.All.Add(await one.MeasureAsync(bench.Effort.Duration));
            }
        }

        foreach (var one in paced)
        {
            await one.Contestant.CheckAsync();
            one.Report(bench, one.Contestant == field.Floor ? null : Wanted.AtMost(10));
        }
    }

    private sealed class Paced(Series most, double perSecond)
    {
        public Contestant Contestant => most.Contestant;

        public List<LoadResult> All { get; } = [];

        public List<LoadResult> Undisturbed => All.FindAll(static result => result.Stolen <= MostStolen);

        public Task<LoadResult> MeasureAsync(TimeSpan duration) =>
            most.Contestant.MeasureAsync(most.Workload, most.Connections, duration, perSecond);

        public void Report(Bench bench, Wanted? wanted)
        {
            var report = bench.Report;
            var isEnough = Undisturbed.Count >= bench.Effort.Rounds;
            report.Add($"half of the maximum: {Contestant.Name}", All.ConvertAll(static result => result.PerSecond), "callbacks/s");
            report.Add("... taken by the machine's host at the maximum", most.Results.ConvertAll(static result => 100 * result.Stolen), "%");
            report.Add("... at half of it", All.ConvertAll(static result => 100 * result.Stolen), "%");
            Report(report, All, "all rounds", isEnough ? null : wanted);
            if (Undisturbed.Count > 0)
            {
                Report(report, Undisturbed, "rounds of which the host took little", isEnough ? wanted : null);
            }
        }

        private static void Report(Report report, List<LoadResult> rounds, string which, Wanted? wanted)
        {
            foreach (var share in new[] { 0.5, 0.99, 0.999 })
            {
                report.Add(
                    string.Create(CultureInfo.InvariantCulture, $"... latency p{share * 100:0.#}, {which} ({rounds.Count})"),
                    rounds.ConvertAll(result => result.Percentile(share)),
                    "ms",
                    share == 0.99 ? wanted : null);
            }
        }
    }
}
