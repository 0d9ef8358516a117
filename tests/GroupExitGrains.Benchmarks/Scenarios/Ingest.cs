using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Exits per second over HTTP on SQLite, against the floor, and one hot group against many.</summary>
internal static class Ingest
{
    public const int Connections = 64;

    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true);
        var turns = new Turns(bench.Effort);
        var floor = turns.Add(field.Floor, Workload.Quits, Connections);
        var many = turns.Add(field.Sqlite!, Workload.Quits, Connections);
        var hot = turns.Add(field.Sqlite!, Workload.HotGroup, Connections);
        await turns.RunAsync();

        floor.Report(bench.Report);
        many.Report(bench.Report);
        bench.Report.AddRatio("... to the floor", many.Rates, floor.Rates, Wanted.AtLeast(0.22));
        hot.Report(bench.Report);
        bench.Report.AddRatio("... to 10,000 groups", hot.Rates, many.Rates, Wanted.AtLeast(0.8));
    }
}
