using System.Diagnostics;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Kicks of very many, dismissals of large groups, and whether the others notice.</summary>
internal static class LargeGroups
{
    private const int Dismissed = 100_000;
    private const int Largest = 1_000_000;

    public static async Task RunAsync(Report report, string folder, int rounds)
    {
        await using var server = await ServerProcess.StandaloneAsync(Path.Combine(folder, "large"));
        await KickAsync(report, server, rounds);
        for (var round = 0; round < rounds; round++)
        {
            await DismissAsync(report, server, $"dismissed{round}");
        }

        await QuitAsync(report, server);
    }

    private static async Task KickAsync(Report report, ServerProcess server, int rounds)
    {
        using var connection = new HttpConnection(server.Address);
        await connection.ConnectAsync(CancellationToken.None);
        var milliseconds = new List<double>();
        for (var round = 0; round < 10 + (rounds * 10); round++)
        {
            var kick = Request.Kick($"kicked{round}", Users(0, 1000), $"kick-{round}");
            var start = Stopwatch.GetTimestamp();
            await connection.SendAsync(kick, CancellationToken.None);
            if (round >= 10)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        report.Add("kick of 1,000 users, answered", Report.Median(milliseconds), "ms", Report.Spread(milliseconds));
    }

    private static async Task DismissAsync(Report report, ServerProcess server, string groupId)
    {
        await FillAsync(server, groupId, Dismissed);
        var others = Task.Run(() => Generator.RunAsync(
            server.Address,
            8,
            TimeSpan.FromSeconds(6),
            number => Request.Quit($"other{number % 500}", $"{groupId}-{number}", $"{groupId}-{number}")));

        using var connection = new HttpConnection(server.Address);
        await connection.ConnectAsync(CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        var dismissal = Request.TencentDestroyed(groupId, Epoch + 1_000_000);
        var (status, _) = await connection.SendAsync(dismissal, CancellationToken.None);
        var answered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (status != 200)
        {
            throw new InvalidOperationException($"The dismissal was answered {status}.");
        }

        using var client = new AdminClient(server.Address);
        while (await CountAsync(client, groupId, "dismissed") < Dismissed)
        {
            await Task.Delay(20);
        }

        var complete = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var quits = await others;
        report.Add("dismissal of 100,000 members, answered", answered, "ms");
        report.Add("... all in the audit", complete, "ms");
        report.Add("... quits in other groups meanwhile, p99", quits.Percentile(0.99), "ms");
        report.Add("... the longest", quits.Percentile(1), "ms");
    }

    /// <summary>What a quit costs in a small and in a very large group: they take turns, one request at a time.</summary>
    private static async Task QuitAsync(Report report, ServerProcess server)
    {
        await FillAsync(server, "small", 10);
        var before = server.WorkingSet;
        await FillAsync(server, "largest", Largest);
        report.Add("memory per member of a group of 1,000,000", (server.WorkingSet - before) / (double)Largest, "bytes");
        using var connection = new HttpConnection(server.Address);
        await connection.ConnectAsync(CancellationToken.None);
        var costs = new Dictionary<string, List<double>>(StringComparer.Ordinal) { ["small"] = [], ["largest"] = [] };
        for (var round = 0; round < 3_000; round++)
        {
            foreach (var (group, milliseconds) in costs)
            {
                var quit = Request.TencentKick($"{group}", [$"u{round}"], Epoch + 10_000_000 + round);
                var start = Stopwatch.GetTimestamp();
                await connection.SendAsync(quit, CancellationToken.None);
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        var small = costs["small"].Order().ToArray();
        var largest = costs["largest"].Order().ToArray();
        report.Add("exit from a group of 10, median", Report.Median(small), "ms");
        report.Add("exit from a group of 1,000,000, median", Report.Median(largest), "ms");
        report.Add("... to the group of 10, median", Report.Median(largest) / Report.Median(small), "times");
        report.Add("... to the group of 10, p99", largest[largest.Length * 99 / 100] / small[small.Length * 99 / 100], "times");
    }

    internal const long Epoch = 1_700_000_000_000;

    internal static async Task FillAsync(ServerProcess server, string groupId, int members)
    {
        var perCallback = Math.Min(members, 1000);
        await Generator.SendAllAsync(
            server.Address,
            1,
            Enumerable.Range(0, members / perCallback)
                .Select(part => Request.TencentJoin(groupId, Users(part * perCallback, perCallback), Epoch + part)));
    }

    private static async Task<long> CountAsync(AdminClient client, string groupId, string exit)
    {
        var (body, _) = await client.GetAsync($"/api/v1/sources/tencent/groups/{groupId}");
        return body?.RootElement.GetProperty("exits").GetProperty(exit).GetInt64() ?? 0;
    }

    private static IEnumerable<string> Users(int first, int count) =>
        Enumerable.Range(first, count).Select(number => $"u{number}");
}
