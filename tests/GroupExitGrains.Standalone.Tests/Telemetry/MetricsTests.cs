using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Standalone.Tests.Spool;
using GroupExitGrains.Telemetry;

namespace GroupExitGrains.Standalone.Tests.Telemetry;

/// <summary>What the program shows of itself to Prometheus, of a process of its own: others in this one would be counted, too.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterOneOfEach_CountThem()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory);
        await running.Client.OneOfEachAsync();

        var page = await MetricsPage.ReadAsync(running.Client);

        Callbacks(page, Told.Quit, "recorded").ShouldBe(1);
        Callbacks(page, Told.Quit, "duplicate").ShouldBe(1);
        Callbacks(page, "callbackAfterJoinGroupCommand", "recorded").ShouldBe(1);
        Callbacks(page, "other", "unsupported").ShouldBe(1);
        Callbacks(page, "other", "rejected").ShouldBe(1);
        page.Value("groupexit_rejections_total", ("groupexit_source", "openim"), ("error_type", "not-json")).ShouldBe(1);
        page.Value("groupexit_callback_duration_seconds_count", ("http_response_status_code", "200")).ShouldBe(4);
        page.Value("groupexit_callback_duration_seconds_count", ("http_response_status_code", "400")).ShouldBe(1);
        page.Value("groupexit_journal_append_duration_seconds_count").ShouldBe(3);
        page.Value("groupexit_journal_commit_duration_seconds_count")
            .ShouldBe(page.Value("groupexit_journal_batch_size_count"));
        page.Value("groupexit_group_active").ShouldBe(1);
        page.Value("groupexit_group_members").ShouldBe(1);
        page.Value("groupexit_chain_verifications_total", ("groupexit_chain", "group"), ("groupexit_outcome", "valid")).ShouldBe(1);
        page.Value("groupexit_chain_verifications_total", ("groupexit_chain", "group"), ("groupexit_outcome", "broken")).ShouldBe(0);
        page.Value("groupexit_source_last_callback_age_seconds", ("groupexit_source", "openim"))
            .ShouldBeLessThan(page.Value("groupexit_source_last_callback_age_seconds", ("groupexit_source", "tencent")));
        page.Value("groupexit_journal_queue_depth").ShouldBe(0);
        page.Value("groupexit_spool_depth").ShouldBe(0);
        page.Value("groupexit_ready").ShouldBe(1);
    }

    [Fact]
    public async Task Metrics_AThousandUnknownCommandsAndSources_AddNoSeries()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory);
        (await running.Client.PostAsync("openim/someCommand", """{"callbackCommand":"someCommand"}""")).ShouldBe(200);
        (await running.Client.PostAsync("nobody/someCommand", "{}")).ShouldBe(404);
        var before = await MetricsPage.ReadAsync(running.Client);

        for (var i = 0; i < 1000; i++)
        {
            (await running.Client.PostAsync($"openim/command{i}", $$"""{"callbackCommand":"command{{i}}"}""")).ShouldBe(200);
            (await running.Client.PostAsync($"nobody{i}/command{i}", "{}")).ShouldBe(404);
        }

        var after = await MetricsPage.ReadAsync(running.Client);
        Callbacks(after, "other", "unsupported").ShouldBe(1001);
        Ours(after).ShouldBe(Ours(before), ignoreOrder: true);
    }

    [Fact(Timeout = 120_000)]
    public async Task Metrics_WhileTheJournalIsAway_ShowWhatWaits()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory, SpoolStory.ShortDeadline);
        (await running.Client.QuitAsync("user0")).ShouldBe(200);

        // On a busy machine a process's first commit may take longer than the deadline, so that this one waited, too.
        await running.Client.UntilDrainedAsync();
        var before = await MetricsPage.ReadAsync(running.Client);
        await using (await LockedFile.LockAsync(directory.In("data", "groupexit.db")))
        {
            (await running.Client.QuitAsync("user1")).ShouldBe(200);
            (await running.Client.QuitAsync("user2")).ShouldBe(200);

            var page = await MetricsPage.ReadAsync(running.Client);
            Callbacks(page, Told.Quit, "pending").ShouldBe(Callbacks(before, Told.Quit, "pending") + 2);
            page.Value("groupexit_spool_depth").ShouldBe(2);
            page.Value("groupexit_spool_groups").ShouldBe(1);
            page.Value("groupexit_spool_spooled_total").ShouldBe(before.Value("groupexit_spool_spooled_total") + 2);
            page.Value("groupexit_spool_size_bytes").ShouldBeGreaterThan(0);
            page.Value("groupexit_spool_oldest_age_seconds").ShouldBeGreaterThan(0);
            page.Value("groupexit_spool_full").ShouldBe(0);
            page.Value("groupexit_journal_available").ShouldBe(0);
            page.Value("groupexit_ready").ShouldBe(1);
        }

        await running.Client.UntilDrainedAsync();
        var drained = await MetricsPage.ReadAsync(running.Client);
        drained.Value("groupexit_spool_depth").ShouldBe(0);
        drained.Value("groupexit_spool_drained_total").ShouldBe(before.Value("groupexit_spool_drained_total") + 2);
        drained.Value("groupexit_spool_oldest_age_seconds").ShouldBe(0);
        drained.Value("groupexit_journal_available").ShouldBe(1);
    }

    [Fact]
    public async Task Metrics_FromANetworkThatIsNamed_TakeNoKey()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory, "--GroupExit:Telemetry:MetricsNetworks:0=127.0.0.0/8");
        running.Client.DefaultRequestHeaders.Authorization = null;

        (await MetricsPage.ReadAsync(running.Client)).Value("groupexit_ready").ShouldBe(1);
        (await StatusAsync(running, "/api/v1/spool")).ShouldBe(401);
    }

    [Fact]
    public async Task Metrics_FromAnywhereElse_TakeAKey()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(
            directory, "--GroupExit:Telemetry:MetricsNetworks:0=127.0.0.0/8", "--GroupExit:Proxies:0=127.0.0.0/8");
        running.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        (await StatusAsync(running, "/metrics")).ShouldBe(200);
        running.Client.DefaultRequestHeaders.Authorization = null;
        (await StatusAsync(running, "/metrics")).ShouldBe(401);
        (await StatusAsync(running, "/METRICS")).ShouldBe(401);
    }

    [Fact]
    public async Task Metrics_SwitchedOff_AreNotThere()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory, "--GroupExit:Telemetry:Metrics=false");

        (await StatusAsync(running, "/metrics")).ShouldBe(404);
        (await running.Client.QuitAsync("user1")).ShouldBe(200);
    }

    private static double Callbacks(MetricsPage page, string command, string outcome) => page.Value(
        "groupexit_callbacks_total", ("groupexit_source", "openim"), ("groupexit_command", command), ("groupexit_outcome", outcome));

    // How much of its runtime a process shows depends on what it has done.
    private static List<string> Ours(MetricsPage page) =>
    [
        .. page.All.Where(series => series.Name.StartsWith("groupexit_", StringComparison.Ordinal))
            .Select(series => $"{series.Name} {string.Join(' ', series.Labels)}"),
    ];

    private static async Task<int> StatusAsync(StandaloneProcess running, string address)
    {
        using var response = await running.Client.GetAsync(address, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
