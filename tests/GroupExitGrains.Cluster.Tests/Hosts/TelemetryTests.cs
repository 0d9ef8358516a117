using System.Net.Http.Headers;
using GroupExitGrains.Cluster.Tests.Processes;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Telemetry;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>What a cluster's processes show of themselves.</summary>
public sealed class TelemetryTests(PostgresFixture postgres)
{
    private const string TraceAll = "--GroupExit:Telemetry:TraceRatio=1";

    [Fact]
    public async Task Callback_ThatCrossesToAnotherProcess_StaysInItsTraceUpToTheCommit()
    {
        using var spans = new Spans();
        await using var schema = await postgres.CreateSchemaAsync();
        string[] source = ["--GroupExit:Sources:traced:Vendor=OpenIM", TraceAll];
        await using var silo = await Node.StartAsync([.. NodeArguments.Silo(schema.ConnectionString), .. source]);
        await using var gateway = await Node.StartAsync([.. NodeArguments.Gateway(schema.ConnectionString), .. source]);

        (await gateway.SendQuitAsync("G1", "ann", "traced")).ShouldBe(200);

        var root = spans.RootsOf("traced").ShouldHaveSingleItem();
        var call = spans.Inner(root, "call grain");
        var grain = spans.Inner(root, "grain");
        var record = spans.Inner(root, "record");
        var commit = spans.Inner(root, "commit");
        call.ParentSpanId.ShouldBe(root.SpanId);
        grain.ParentSpanId.ShouldBe(call.SpanId);
        grain.HasRemoteParent.ShouldBeTrue();
        record.ParentSpanId.ShouldBe(grain.SpanId);
        commit.ParentSpanId.ShouldBe(record.SpanId);
        commit.GetTagItem("db.system.name").ShouldBe("postgresql");
        spans.CommitsLinkedWith(record).ShouldBe([commit]);
    }

    [Fact]
    public async Task AlertsAndDashboard_AskForWhatASiloShows()
    {
        await using var schema = await postgres.CreateSchemaAsync();

        // A process of its own: others in this one would be measured, too.
        await using var silo = await SiloProcess.StartAsync(schema.ConnectionString);
        using var client = new HttpClient { BaseAddress = silo.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", NodeArguments.AdminKey);
        (await QuitAsync(client, "ann")).ShouldBe(200);
        (await QuitAsync(client, "\\u0001")).ShouldBe(400);

        var page = await MetricsPage.ReadAsync(client);

        page.Value("groupexit_callbacks_total", ("groupexit_source", "openim"), ("groupexit_outcome", "recorded")).ShouldBe(1);
        page.Value("groupexit_group_active").ShouldBe(1);
        page.Value("groupexit_ready").ShouldBe(1);
        page.Of("target_info", ("groupexit_role", "silo")).ShouldHaveSingleItem();
        foreach (var (where, expression) in WatchedMetrics.Expressions())
        {
            WatchedMetrics.MissingFrom(page, expression).ShouldBeEmpty(where);
        }
    }

    private static async Task<int> QuitAsync(HttpClient client, string user)
    {
        const string Command = "callbackAfterQuitGroupCommand";
        using var content = new StringContent($$"""{"callbackCommand":"{{Command}}","groupID":"G1","userID":"{{user}}"}""");
        using var response = await client.PostAsync($"/webhooks/openim/{Command}", content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
