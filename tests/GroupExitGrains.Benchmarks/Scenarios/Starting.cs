using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>From the start of the process to its first answer that it is ready, and the memory that it has when nothing happens.</summary>
internal static class Starting
{
    private static readonly TimeSpan s_settles = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Bench bench)
    {
        var (first, again, idle) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < bench.Effort.Rounds; round++)
        {
            var folder = bench.Place($"start{round}");
            await using (var server = await ServerProcess.StandaloneAsync(folder))
            {
                first.Add(server.StartToReady.TotalMilliseconds);
                await Task.Delay(s_settles);
                idle.Add(server.WorkingSet / 1048576.0);
            }

            await using var restarted = await ServerProcess.StandaloneAsync(folder);
            again.Add(restarted.StartToReady.TotalMilliseconds);
        }

        bench.Report.Add("start to ready, new folder", first, "ms", Wanted.AtMost(1000));
        bench.Report.Add("start to ready, restarted", again, "ms", Wanted.AtMost(1000));
        bench.Report.Add("memory at idle (RSS)", idle, "MiB", Wanted.AtMost(150));
    }
}
