using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Stores;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// What one callback at a time waits: the floor's round trip, and how many bare commits of one row to the same store come on top.
/// </summary>
internal static class SingleConnection
{
    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, postgres: true);
        using var sqlite = new BareSqlite(bench.Place("bare.db"));
        await using var postgres = field.Server is null ? null : await BarePostgres.CreateAsync(field.Server);
        var turns = field.All.ToDictionary(contestant => contestant, contestant => new Series(contestant, Workload.Quits, 1));
        var (inSqlite, inPostgres) = (new List<double>(), new List<double>());
        for (var round = 0; round <= bench.Effort.Rounds; round++)
        {
            var duration = round == 0 ? 2 * bench.Effort.Duration : bench.Effort.Duration / 2;
            var results = new Dictionary<Contestant, LoadResult>();
            foreach (var (contestant, series) in turns)
            {
                results[contestant] = await series.MeasureAsync(duration);
            }

            var commit = await MedianCommit.MeasureAsync(sqlite.CommitAsync, duration);
            var commitThere = postgres is null ? 0 : await MedianCommit.MeasureAsync(postgres.CommitAsync, duration);
            if (round > 0)
            {
                inSqlite.Add(commit);
                inPostgres.Add(commitThere);
                foreach (var (contestant, result) in results)
                {
                    turns[contestant].Results.Add(result);
                }
            }
        }

        turns[field.Floor].Report(bench.Report);
        await ReportAsync(bench.Report, turns[field.Sqlite!], turns[field.Floor], inSqlite, "SQLite");
        if (field.Postgres is not null)
        {
            await ReportAsync(bench.Report, turns[field.Postgres], turns[field.Floor], inPostgres, "PostgreSQL");
        }
    }

    private static async Task ReportAsync(Report report, Series ours, Series floor, List<double> commits, string store)
    {
        await ours.Contestant.CheckAsync();
        ours.Report(report);
        report.Add($"a bare commit of one row to {store}, p50", commits, "ms");
        var above = ours.Percentiles(0.5).Zip(floor.Percentiles(0.5), static (mine, best) => mine - best);
        report.Add(
            "... p50 above the floor's, in bare commits",
            above.Zip(commits, static (wait, commit) => wait / commit).ToArray(),
            "commits",
            Wanted.AtMost(1.3));
    }
}
