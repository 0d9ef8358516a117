using System.Diagnostics;
using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Telemetry;

namespace GroupExitGrains.Standalone.Tests.Telemetry;

/// <summary>A callback's trace, from the webhook through the ledger to the commit.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task Callback_ThatIsTraced_LeadsFromTheWebhookToTheCommit()
    {
        using var spans = new Spans();
        using var directory = new WorkingDirectory();
        await using var running = await StartAsync(directory, "lone", ratio: 1);

        (await running.Client.QuitAsync("user1", "lone")).ShouldBe(200);

        var root = spans.RootsOf("lone").ShouldHaveSingleItem();
        root.DisplayName.ShouldBe("POST /webhooks/{source}");
        root.Kind.ShouldBe(ActivityKind.Server);
        root.GetTagItem("http.response.status_code").ShouldBe(200);
        root.GetTagItem("groupexit.callback.id").ShouldBeOfType<string>().Length.ShouldBe(32);
        var record = spans.Inner(root, "record");
        record.ParentSpanId.ShouldBe(root.SpanId);
        record.GetTagItem("groupexit.outcome").ShouldBe("recorded");
        var commit = spans.Inner(root, "commit");
        commit.ParentSpanId.ShouldBe(record.SpanId);
        commit.GetTagItem("db.system.name").ShouldBe("sqlite");
        spans.CommitsLinkedWith(record).ShouldBe([commit]);
    }

    [Fact]
    public async Task Callbacks_OfOneGroupAtOnce_AreEachLinkedWithTheirCommit()
    {
        const int Count = 40;
        using var spans = new Spans();
        using var directory = new WorkingDirectory();
        await using var running = await StartAsync(directory, "many", ratio: 1);

        // The first of them has the group loaded, behind which the others wait: each must stay in its own trace.
        (await Task.WhenAll(Enumerable.Range(0, Count).Select(i => running.Client.QuitAsync($"user{i}", "many"))))
            .ShouldAllBe(status => status == 200);

        var roots = spans.RootsOf("many");
        roots.Count.ShouldBe(Count);
        roots.Select(root => root.TraceId).Distinct().Count().ShouldBe(Count);
        foreach (var root in roots)
        {
            spans.CommitsLinkedWith(spans.Inner(root, "record")).ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Callback_RefusedOrFailing_SaysSoAndNothingOfItsAddress()
    {
        using var spans = new Spans();
        using var directory = new WorkingDirectory();
        await using var running = await StartAsync(directory, "secret", ratio: 1, "--GroupExit:Sources:secret:PathSecret=p4th-s3cret");

        (await running.Client.PostAsync($"secret/p4th-s3cret/{Told.Quit}", "{")).ShouldBe(400);
        (await running.Client.PostAsync($"secret/wr0ng/{Told.Quit}", "{}")).ShouldBe(401);

        var roots = spans.RootsOf("secret");
        roots.Select(root => root.GetTagItem("http.response.status_code")).ShouldBe([400, 401]);
        foreach (var text in roots.SelectMany(root => root.TagObjects.Select(tag => $"{tag.Value}").Append(root.DisplayName)))
        {
            text.ShouldNotContain("p4th-s3cret");
            text.ShouldNotContain("wr0ng");
        }
    }

    [Fact]
    public async Task Callback_ThatIsNotTraced_MakesNoSpan_WhateverTheSenderSays()
    {
        using var spans = new Spans();
        using var directory = new WorkingDirectory();
        await using var running = await StartAsync(directory, "untraced", ratio: 0);
        running.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var before = Activity.Current;

        for (var i = 0; i < 20; i++)
        {
            (await running.Client.QuitAsync($"user{i}", "untraced")).ShouldBe(200);
        }

        spans.RootsOf("untraced").ShouldBeEmpty();
        Activity.Current.ShouldBe(before);
    }

    private static Task<RunningApp> StartAsync(WorkingDirectory directory, string source, double ratio, params string[] args) =>
        RunningApp.StartAsync(
            directory,
            [
                $"--GroupExit:Sources:{source}:Vendor=OpenIM",
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"--GroupExit:Telemetry:TraceRatio={ratio}"),
                .. args,
            ]);
}
