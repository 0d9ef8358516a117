using System.Diagnostics;
using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Ingest with and without a subscription: at a fixed rate, all of which is delivered, and at full speed.</summary>
internal static class Deliveries
{
    /// <summary>Somewhat more than the 2,000 that are to be delivered in each second.</summary>
    private const int PerSecond = 2_200;

    public static async Task RunAsync(Report report, string folder, int rounds, TimeSpan duration)
    {
        await using var receiver = new EventReceiver();
        await using var plain = await ServerProcess.StandaloneAsync(Path.Combine(folder, "plain"));
        await using var delivering = await ServerProcess.StandaloneAsync(
            Path.Combine(folder, "delivering"), settings: "--GroupExit:Subscriptions:AllowPrivateTargets=true");
        using var admin = new AdminClient(delivering.Address);
        await admin.SubscribeAsync("bench", receiver.Address);
        await Quits.MeasureAsync(plain, "warm", Workload.Groups, 2 * duration);
        await Quits.MeasureAsync(delivering, "warm", Workload.Groups, 2 * duration);

        var (steady, full) = (new Pair(), new Pair());
        var (sent, sentAtFullSpeed) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await UntilDeliveredAsync(admin, receiver);
            steady.Without.Add(await PacedAsync(plain, $"s{round}", duration));
            await MeasureAsync(steady.With, sent, () => PacedAsync(delivering, $"s{round}", duration));
            await UntilDeliveredAsync(admin, receiver);

            full.Without.Add(await Quits.MeasureAsync(plain, $"f{round}", Workload.Groups, duration));
            await MeasureAsync(full.With, sentAtFullSpeed, () => Quits.MeasureAsync(delivering, $"f{round}", Workload.Groups, duration));
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{PerSecond:N0} exits/s offered");
        steady.Report(report, name);
        report.Add($"... delivered meanwhile, {name}", Benchmarks.Report.Median(sent), "events/s", Benchmarks.Report.Spread(sent));
        full.Report(report, "full speed");
        report.Add(
            "... delivered meanwhile, full speed",
            Benchmarks.Report.Median(sentAtFullSpeed),
            "events/s",
            Benchmarks.Report.Spread(sentAtFullSpeed));

        async Task MeasureAsync(List<LoadResult> results, List<double> delivered, Func<Task<LoadResult>> load)
        {
            var (before, start) = (receiver.Taken, Stopwatch.GetTimestamp());
            results.Add(await load());
            delivered.Add((receiver.Taken - before) / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private static Task<LoadResult> PacedAsync(ServerProcess server, string name, TimeSpan duration) =>
        Quits.MeasureAsync(server, name, Workload.Groups, duration, PerSecond);

    private static async Task UntilDeliveredAsync(AdminClient admin, EventReceiver receiver)
    {
        for (var last = -1L; last != receiver.Taken || await admin.BehindAsync("bench") > 0; last = receiver.Taken)
        {
            await Task.Delay(200);
        }
    }

    /// <summary>Results of rounds, each without and with a subscription.</summary>
    private sealed class Pair
    {
        public List<LoadResult> Without { get; } = [];

        public List<LoadResult> With { get; } = [];

        public void Report(Report report, string name)
        {
            var (without, with) = (Without.ConvertAll(one => one.PerSecond), With.ConvertAll(one => one.PerSecond));
            report.Add($"{name}, no subscription", Benchmarks.Report.Median(without), "exits/s", Benchmarks.Report.Spread(without));
            report.Add($"{name}, one subscription", Benchmarks.Report.Median(with), "exits/s", Benchmarks.Report.Spread(with));
            report.AddRatio("... to none", with, without);
            foreach (var share in new[] { 0.5, 0.99 })
            {
                report.AddRatio(
                    string.Create(CultureInfo.InvariantCulture, $"... latency p{share * 100:0} to that with none"),
                    With.ConvertAll(one => one.Percentile(share)),
                    Without.ConvertAll(one => one.Percentile(share)));
            }
        }
    }
}
