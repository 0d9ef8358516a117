using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Quits over few connections and over many, for everybody.</summary>
internal static class Connections
{
    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, postgres: true, peers: true);
        foreach (var connections in new[] { 1, 8, 64, 256 })
        {
            await Everybody.MeasureAsync(bench, field, Workload.Quits, connections);
        }
    }
}
