using System.Text;
using System.Text.RegularExpressions;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Telemetry;

/// <summary>What a collector gets.</summary>
public sealed partial class OtlpTests
{
    private const string PathSecret = "p4th-s3cret";

    [Fact]
    public async Task Run_WithACollector_SendsMetricsTracesAndLogsThatBelongTogether()
    {
        await using var collector = await Collector.StartAsync();
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(
            directory,
            "--GroupExit:Sources:openim:Vendor=OpenIM",
            $"--GroupExit:Sources:openim:PathSecret={PathSecret}",
            $"--GroupExit:Telemetry:OtlpEndpoint={collector.Address}",
            "--GroupExit:Telemetry:OtlpProtocol=HttpProtobuf",
            "--GroupExit:Telemetry:TraceRatio=1");
        (await running.Client.QuitAsync("user1", $"openim/{PathSecret}")).ShouldBe(200);
        (await running.Client.PostAsync($"openim/wr0ng-s3cret/{Told.Quit}", "{}")).ShouldBe(401);

        // What is left is sent before it ends.
        (await running.TerminateAsync()).ShouldBe(0);

        var (metrics, traces, logs) = (collector.TextOf("/v1/metrics"), collector.TextOf("/v1/traces"), collector.TextOf("/v1/logs"));
        metrics.ShouldContain("groupexit.callbacks");
        metrics.ShouldContain("recorded");
        metrics.ShouldContain("groupexit.journal.commit.duration");
        metrics.ShouldContain("groupexit.role");
        traces.ShouldContain("POST /webhooks/{source}");
        traces.ShouldContain("record");
        traces.ShouldContain("commit");
        logs.ShouldContain("Refused a request to source openim with 401");
        var line = (await running.SaidAsync()).Split('\n').Single(line => line.Contains("Refused a request", StringComparison.Ordinal));
        var trace = Encoding.Latin1.GetString(Convert.FromHexString(TraceId().Match(line).Groups["id"].Value));
        traces.ShouldContain(trace);
        logs.ShouldContain(trace);
        string.Concat(metrics, traces, logs).ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Run_WithoutACollector_TracesNothing()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory, "--GroupExit:Telemetry:TraceRatio=1");
        (await running.Client.PostAsync($"openim/{Told.Quit}", "{")).ShouldBe(400);
        await running.TerminateAsync();

        var said = await running.SaidAsync();
        said.ShouldContain("Refused a request");
        said.ShouldNotContain("TraceId");
    }

    [GeneratedRegex("TraceId:(?<id>[0-9a-f]{32})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TraceId();
}
