using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Quits over any number of groups.</summary>
internal static class Quits
{
    /// <summary>A load of quits; every answer must be a 200.</summary>
    public static async Task<LoadResult> MeasureAsync(
        ServerProcess server, string name, int groups, TimeSpan duration, double? perSecond = null)
    {
        var result = await Generator.RunAsync(
            server.Address,
            Ingest.Connections,
            duration,
            number => Request.Quit($"g{number % groups}", $"{name}-{number}", $"{name}-{number}"),
            perSecond);
        return result.Failures == 0
            ? result
            : throw new InvalidOperationException($"{result.Failures} answers were not 200.");
    }
}
