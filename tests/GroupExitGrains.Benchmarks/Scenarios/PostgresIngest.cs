using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// Quits over HTTP on one PostgreSQL server: Standalone, a single silo, and services that commit one transaction per callback.
/// </summary>
internal static class PostgresIngest
{
    /// <param name="bench">Where to.</param>
    /// <param name="commitDelay">How much longer each flush of the log takes.</param>
    public static async Task RunAsync(Bench bench, TimeSpan commitDelay)
    {
        await using var field = await Field.StartAsync(bench, postgres: true, silo: true, peers: true, commitDelay: commitDelay);
        if (field is not { Postgres: { } postgres, Npgsql: { } npgsql, EfCore: { } efCore })
        {
            return;
        }

        var turns = new Turns(bench.Effort);
        var floor = turns.Add(field.Floor, Workload.Quits, Ingest.Connections);
        var many = turns.Add(postgres, Workload.Quits, Ingest.Connections);
        var peer = turns.Add(npgsql, Workload.Quits, Ingest.Connections);
        var ef = turns.Add(efCore, Workload.Quits, Ingest.Connections);
        var hot = turns.Add(postgres, Workload.HotGroup, Ingest.Connections);
        var silo = field.Silo is null ? null : turns.Add(field.Silo, Workload.Quits, Ingest.Connections);
        await turns.RunAsync();

        var report = bench.Report;
        floor.Report(report);
        many.Report(report);
        report.AddRatio("... to the floor", many.Rates, floor.Rates, Wanted.AtLeast(0.27));
        report.AddRatio("... to ASP.NET Core and Npgsql", many.Rates, peer.Rates, Wanted.AtLeast(2.3));
        report.AddRatio("... to ASP.NET Core and EF Core", many.Rates, ef.Rates, Wanted.AtLeast(10));
        hot.Report(report);
        report.AddRatio("... to 10,000 groups", hot.Rates, many.Rates, Wanted.AtLeast(0.8));
        peer.Report(report);
        ef.Report(report);
        if (silo is not null)
        {
            silo.Report(report);
            report.AddRatio("... to Standalone, both on PostgreSQL", silo.Rates, many.Rates);
        }
    }
}
