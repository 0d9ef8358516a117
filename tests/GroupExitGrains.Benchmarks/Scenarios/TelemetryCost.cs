using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// Ingest of a process that shows nothing of itself, of one that sends metrics, logs and 1 % of traces to a collector, and of
/// another that shows nothing: what these two differ by is what the machine differs by.
/// </summary>
internal static class TelemetryCost
{
    public static async Task RunAsync(Bench bench)
    {
        await using var collector = new EventReceiver();
        const string Silent = "--GroupExit:Telemetry:Metrics=false";
        await using var plain = await ServerProcess.StandaloneAsync(bench.Place("plain"), settings: Silent);
        await using var twin = await ServerProcess.StandaloneAsync(bench.Place("twin"), settings: Silent);
        await using var telling = await ServerProcess.StandaloneAsync(
            bench.Place("telling"),
            null,
            $"--GroupExit:Telemetry:OtlpEndpoint={collector.Address}",
            "--GroupExit:Telemetry:OtlpProtocol=HttpProtobuf",
            "--GroupExit:Telemetry:TraceRatio=0.01");
        var turns = new Turns(bench.Effort with { Duration = bench.Effort.Duration / 2 });
        var without = Add("no telemetry", plain);
        var with = Add("metrics, logs and 1 % of traces to a collector", telling);
        var again = Add("no telemetry, another process", twin);
        await turns.RunAsync(rounds: bench.Effort.Rounds * 4);

        without.Report(bench.Report);
        with.Report(bench.Report);
        bench.Report.AddRatio("... rate to that without telemetry", with.Rates, without.Rates, Wanted.AtLeast(0.95));
        bench.Report.AddRatio("... processor time to that without", Times(with), Times(without), Wanted.AtMost(1.05));
        bench.Report.AddRatio("... rate of another process without telemetry to it", again.Rates, without.Rates);
        bench.Report.AddRatio("... processor time of that to it", Times(again), Times(without));
        bench.Report.Add("... requests that the collector took", collector.Taken > 0
            ? collector.Taken
            : throw new InvalidOperationException("Nothing came to the collector."), "requests");

        Series Add(string name, ServerProcess server) =>
            turns.Add(new Contestant(name, server, () => Stored.OfAsync(server)), Workload.Quits, Ingest.Connections);
    }

    private static IEnumerable<double> Times(Series series) => series.Results.Select(result => result.ProcessorTime);
}
