using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Exits per second over HTTP, against the floor, and one hot group against many.</summary>
internal static class Ingest
{
    public const int Connections = 64;
    public const int Groups = 10_000;

    public static async Task RunAsync(Report report, string folder, int rounds, TimeSpan duration)
    {
        await using var floor = await ServerProcess.FloorAsync();
        await using var server = await ServerProcess.StandaloneAsync(Path.Combine(folder, "ingest"));
        report.Add("start to ready", server.StartToReady.TotalMilliseconds, "ms");
        report.Add("memory at idle", server.WorkingSet / 1048576.0, "MiB");

        var many = new List<double>();
        var hot = new List<double>();
        var floors = new List<double>();
        var p99 = new List<double>();
        await MeasureAsync(floor, "warm", Groups, TimeSpan.FromSeconds(2));
        await MeasureAsync(server, "warm", Groups, TimeSpan.FromSeconds(3));
        for (var round = 0; round < rounds; round++)
        {
            floors.Add((await MeasureAsync(floor, $"f{round}", Groups, duration)).PerSecond);
            var result = await MeasureAsync(server, $"m{round}", Groups, duration);
            many.Add(result.PerSecond);
            p99.Add(result.Percentile(0.99));
            hot.Add((await MeasureAsync(server, $"h{round}", 1, duration)).PerSecond);
        }

        var toFloor = many.Zip(floors, (mine, best) => mine / best).ToArray();
        var hotToMany = hot.Zip(many, (one, all) => one / all).ToArray();
        report.Add("floor, 64 connections", Report.Median(floors), "requests/s", Report.Spread(floors));
        report.Add("quits over 10,000 groups, SQLite, 64 connections", Report.Median(many), "exits/s", Report.Spread(many));
        report.Add("... to the floor", Report.Median(toFloor), "of it", Report.Spread(toFloor));
        report.Add("... latency p99", Report.Median(p99), "ms", Report.Spread(p99));
        report.Add("quits in one hot group, SQLite", Report.Median(hot), "exits/s", Report.Spread(hot));
        report.Add("... to 10,000 groups", Report.Median(hotToMany), "of it", Report.Spread(hotToMany));
        report.Add("memory after the load", server.WorkingSet / 1048576.0, "MiB");
    }

    /// <summary>A load of quits; every answer must be a 200.</summary>
    public static async Task<LoadResult> MeasureAsync(ServerProcess server, string name, int groups, TimeSpan duration)
    {
        var result = await Generator.RunAsync(
            server.Address,
            Connections,
            duration,
            number => Request.Quit($"{(groups == 1 ? "hot" : "g")}{number % groups}", $"{name}-{number}", $"{name}-{number}"));
        return result.Failures == 0
            ? result
            : throw new InvalidOperationException($"{result.Failures} answers were not 200.");
    }
}
