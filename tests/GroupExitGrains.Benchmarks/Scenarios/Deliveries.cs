using System.Diagnostics;
using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Ingest with and without a subscription: at a fixed rate, all of which is delivered, and at full speed.</summary>
internal static class Deliveries
{
    private const int PerSecond = 2_000;

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
        var sent = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            await UntilDeliveredAsync(admin, receiver);
            steady.Without.Add(await PacedAsync(plain, $"s{round}", duration));
            var (before, start) = (receiver.Taken, Stopwatch.GetTimestamp());
            steady.With.Add(await PacedAsync(delivering, $"s{round}", duration));
            sent.Add((receiver.Taken - before) / Stopwatch.GetElapsedTime(start).TotalSeconds);
            await UntilDeliveredAsync(admin, receiver);

            full.Without.Add(await Quits.MeasureAsync(plain, $"f{round}", Workload.Groups, duration));
            full.With.Add(await Quits.MeasureAsync(delivering, $"f{round}", Workload.Groups, duration));
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{PerSecond:N0} exits/s offered");
        steady.Report(report, name);
        report.Add($"... delivered meanwhile, {name}", Benchmarks.Report.Median(sent), "events/s", Benchmarks.Report.Spread(sent));
        full.Report(report, "full speed");
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
