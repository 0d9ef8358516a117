using GroupExitGrains.Benchmarks.Load;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Kicks of 50 and the mix of a day, for everybody.</summary>
internal static class Loads
{
    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, postgres: true, silo: true, peers: true);
        foreach (var workload in new[] { Workload.Kicks, Workload.Day })
        {
            await Everybody.MeasureAsync(bench, field, workload, Ingest.Connections);
        }
    }
}
