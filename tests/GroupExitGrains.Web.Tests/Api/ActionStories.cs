using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Every change made over the API is itself audited.</summary>
public sealed class ActionStories
{
    private const string Members = "/api/v1/sources/openim/groups/a%2Fb/members";
    private const string Actions = "/api/v1/admin/actions";

    [Fact]
    public async Task AnImport_SaysWhoWhenWhatAndHowItEnded()
    {
        await using var host = await ApiHost.StartAsync();

        var import = await host.PutAsync(Members, """[{"userId":"u1"},{"userId":"u2"}]""");

        var callbackId = import.Json.GetProperty("callbackId").GetString();
        var answer = await host.GetAsync(Actions, ApiHost.AdminKey);
        answer.Each("outcome").ShouldBe(["recorded", "begun"]);
        answer.Each("id").Distinct().Count().ShouldBe(1);
        var begun = answer.Items[1];
        begun.GetProperty("sequence").GetInt64().ShouldBe(1);
        begun.GetProperty("at").GetString().ShouldBe("2026-11-22T13:00:00.123Z");
        begun.GetProperty("what").GetString().ShouldBe("members-imported");
        begun.GetProperty("target").GetString().ShouldBe("/sources/openim/groups/a%2Fb/members");
        begun.GetProperty("actor").ToString().ShouldBe("""{"name":"otto","door":"api","address":"127.0.0.1"}""");
        begun.GetProperty("details").GetProperty("callbackId").GetString().ShouldBe(callbackId);
        begun.GetProperty("details").GetProperty("members").GetInt32().ShouldBe(2);
        begun.GetProperty("previousHash").GetString().ShouldBe(new string('0', 64));
        answer.Items[0].GetProperty("previousHash").GetString().ShouldBe(begun.GetProperty("hash").GetString());
        (await host.GetAsync($"{Actions}/verify", ApiHost.AdminKey)).Json.GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task WhatCannotBeWrittenDown_IsNotDone()
    {
        await using var host = await ApiHost.StartAsync();
        host.Administration.Fault = new JournalUnavailableException("no disk");

        (await host.PutAsync(Members, "[]")).Problem.ShouldBe("journal-unavailable");

        (await host.GetAsync("/api/v1/groups")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task AChangeWhoseEndCannotBeWrittenDown_IsAnsweredAsItIs()
    {
        await using var host = await ApiHost.StartAsync();
        host.Administration.FaultAfterActions = 1;
        host.Administration.Fault = new JournalUnavailableException("no disk");

        (await host.PutAsync(Members, "[]")).Status.ShouldBe(200);

        host.Administration.Fault = null;
        (await host.GetAsync(Actions, ApiHost.AdminKey)).Each("outcome").ShouldBe(["begun"]);
        host.Log.All.ShouldContain(line => line.Contains("could not be written down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AChangeThatFails_EndsSo()
    {
        await using var host = await ApiHost.StartAsync();
        host.Journal.Fault = new JournalUnavailableException("no disk");

        (await host.PutAsync(Members, "[]")).Status.ShouldBe(503);

        (await host.GetAsync(Actions, ApiHost.AdminKey)).Each("outcome").ShouldBe(["unavailable", "begun"]);
    }

    [Fact]
    public async Task WhatIsRefused_IsNoAction()
    {
        await using var host = await ApiHost.StartAsync();

        await host.PutAsync(Members, "{");
        await host.PutAsync(Members, "[]", key: ApiHost.ReaderKey);
        await host.PostAsync("/api/v1/rejections/replay", """{"cause":"x","dryRun":true}""");

        (await host.GetAsync(Actions, ApiHost.AdminKey)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Actions_ArePagedNewestFirst()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.PutAsync(Members, $$"""[{"userId":"u{{i}}"}]""");
        }

        var listed = new List<string?>();
        var answer = await host.GetAsync($"{Actions}?limit=4", ApiHost.AdminKey);
        listed.AddRange(answer.Each("sequence"));
        answer = await host.GetAsync($"{Actions}?limit=4&cursor={answer.Next}", ApiHost.AdminKey);
        listed.AddRange(answer.Each("sequence"));

        listed.ShouldBe(["6", "5", "4", "3", "2", "1"]);
        answer.Next.ShouldBeNull();
    }
}
