using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Telemetry;

namespace GroupExitGrains.Standalone.Tests.Telemetry;

/// <summary>An alert on a metric that does not exist never fires, and nobody would notice.</summary>
public sealed class WatchedMetricsTests
{
    [Fact]
    public async Task AlertsAndDashboard_AskForWhatThisProgramShows()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory);
        await running.Client.OneOfEachAsync();
        var page = await MetricsPage.ReadAsync(running.Client);

        WatchedMetrics.Alerts().Count().ShouldBeGreaterThan(10);
        WatchedMetrics.Dashboard().Count().ShouldBeGreaterThan(20);
        foreach (var (where, expression) in WatchedMetrics.Expressions())
        {
            WatchedMetrics.MissingFrom(page, expression).ShouldBeEmpty(where);
        }
    }

    [Theory]
    [InlineData("sum by (le) (rate(known_bucket{source=\"a\"}[5m])) > 0.25", "")]
    [InlineData("min by (job, instance) (known{source=~\"a|b\"} offset 1h) and up == 0", "")]
    [InlineData("known > 0.8 * forgotten", "forgotten")]
    [InlineData("known{color=\"red\"} or rate(gone_total[$__rate_interval])", "color of known, gone_total")]
    [InlineData("sum by (color) (known)", "color")]
    [InlineData("1 + vector(2)", "any metric")]
    public void MissingFrom_AnExpression_NamesWhatThePageDoesNotHave(string expression, string missing)
    {
        var page = MetricsPage.Parse("# TYPE known gauge\nknown{source=\"a \\\"b\\\"}\"} 1\nknown_bucket{source=\"a\",le=\"0.5\"} 2e3\n");

        string.Join(", ", WatchedMetrics.MissingFrom(page, expression)).ShouldBe(missing);
    }
}
