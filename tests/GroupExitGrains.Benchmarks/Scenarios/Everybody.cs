using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>One load for everybody, in turns; this program's rates to those of the others.</summary>
internal static class Everybody
{
    public static async Task MeasureAsync(Bench bench, Field field, Workload workload, int connections)
    {
        var effort = bench.Effort with { Rounds = Math.Min(3, bench.Effort.Rounds), Duration = bench.Effort.Duration / 2 };
        var turns = new Turns(effort);
        var all = field.All.ToDictionary(contestant => contestant, contestant => turns.Add(contestant, workload, connections));
        await turns.RunAsync();
        foreach (var (contestant, series) in all)
        {
            series.Report(bench.Report);
            if (contestant == field.Sqlite || contestant == field.Postgres || contestant == field.Silo)
            {
                bench.Report.AddRatio("... to the floor", series.Rates, all[field.Floor].Rates);
            }

            foreach (var peer in new[] { field.Npgsql, field.EfCore })
            {
                if (peer is not null && contestant == field.Postgres)
                {
                    bench.Report.AddRatio($"... to {peer.Name}", series.Rates, all[peer].Rates);
                }
            }
        }
    }
}
