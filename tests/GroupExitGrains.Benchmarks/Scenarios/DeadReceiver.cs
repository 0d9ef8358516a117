using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>A million events for a receiver that is not there: what they cost in memory, and another subscription in delay.</summary>
internal static class DeadReceiver
{
    private const int Events = 1_000_000;
    private const int PerKick = 500;
    private const int Groups = 100;
    private const int Probes = 50;

    public static async Task RunAsync(Report report, string folder)
    {
        await using var receiver = new EventReceiver();
        await using var server = await ServerProcess.StandaloneAsync(
            Path.Combine(folder, "dead"), settings: "--GroupExit:Subscriptions:AllowPrivateTargets=true");
        using var admin = new AdminClient(server.Address);
        await admin.SubscribeAsync("healthy", receiver.Address, """{"sources":["openim"]}""");
        await Quits.MeasureAsync(server, "warm", 100, TimeSpan.FromSeconds(2));
        await UntilDeliveredAsync(admin);
        var before = await DelaysAsync(server, receiver, "before");

        await Generator.SendAllAsync(server.Address, 4, Kicks("x"));
        await UntilDeliveredAsync(admin);
        var alone = server.WorkingSet;

        // What the groups themselves take is in both figures: the backlog is there before its receiver is not.
        await admin.SubscribeAsync("dead", ClosedPort(), """{"sources":["tencent"]}""", start: "beginning");
        var after = await DelaysAsync(server, receiver, "after");

        var name = string.Create(CultureInfo.InvariantCulture, $"{Events:N0} events");
        report.Add($"memory after {name}, no dead receiver", alone / 1048576.0, "MiB");
        report.Add($"... with all of them waiting for one", server.WorkingSet / 1048576.0, "MiB");
        report.Add("... which is behind by", await admin.BehindAsync("dead"), "positions");
        report.Add("delay of another subscription before", Report.Median(before), "ms", Report.Spread(before));
        report.Add("... beside the dead one", Report.Median(after), "ms", Report.Spread(after));
    }

    private static IEnumerable<byte[]> Kicks(string prefix) => Enumerable.Range(0, Events / PerKick).Select(number => Request.TencentKick(
        $"{prefix}{number % Groups}",
        Enumerable.Range(number * PerKick, PerKick).Select(user => $"{prefix}{user}"),
        LargeGroups.Epoch + number));

    private static async Task<List<double>> DelaysAsync(ServerProcess server, EventReceiver receiver, string name)
    {
        var delays = new List<double>();
        for (var i = 0; i < Probes; i++)
        {
            var (taken, start) = (receiver.Taken, Stopwatch.GetTimestamp());
            await Generator.SendAllAsync(server.Address, 1, [Request.Quit($"probe{i}", $"{name}{i}", $"{name}{i}")]);
            while (receiver.Taken == taken)
            {
                await Task.Delay(1);
            }

            delays.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return delays;
    }

    private static async Task UntilDeliveredAsync(AdminClient admin)
    {
        while (await admin.BehindAsync("healthy") > 0)
        {
            await Task.Delay(200);
        }
    }

    private static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
