using System.Text;
using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Rejections are not the end.</summary>
public sealed class ReplayStories
{
    private const string Quit = "callbackAfterQuitGroupCommand";
    private const string TencentQuit =
        """{"CallbackCommand":"Group.CallbackAfterMemberExit","GroupId":"@TGS#1","Type":"Public","ExitType":"Quit","ExitMemberList":[{"Member_Account":"a"}]}""";

    [Fact]
    public async Task ARefusedSecret_IsPutThroughAsOfTheTimeItCame_AndOnlyOnce()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "u1"));
        host.Time.Advance(TimeSpan.FromHours(3));

        var answer = await host.PostAsync($"/api/v1/rejections/{id}/replay", "");
        var again = await host.PostAsync($"/api/v1/rejections/{id}/replay", "");

        answer.ShouldBeJson($$"""{"id":"{{id}}","source":"openim","outcome":"recorded","remoteIp":"10.0.0.7"}""");
        again.Text.ShouldBe(answer.Text);
        var callback = (await host.GetAsync($"/api/v1/callbacks/{id}")).Json;
        callback.GetProperty("state").GetString().ShouldBe("recorded");
        callback.GetProperty("receivedAt").GetString().ShouldBe("2026-11-22T13:00:01.123Z");
        callback.GetProperty("request").GetProperty("headers").GetProperty("operationid").GetString().ShouldBe("op-1");
        (await host.GetAsync("/api/v1/audit")).Each("userId").ShouldBe(["u1"]);
        (await host.GetAsync($"/api/v1/rejections/{id}")).Json.GetProperty("replay").ToString()
            .ShouldBe("""{"replayedAt":"2026-11-22T16:00:01.123Z","replayedBy":"otto","outcome":"recorded"}""");
        (await host.GetAsync("/api/v1/admin/actions", ApiHost.AdminKey)).Each("what").Distinct().ShouldBe(["rejection-replayed"]);
    }

    [Fact]
    public async Task ARepetition_IsADuplicate()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "u1"));
        var second = await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "u1"));
        await host.PostAsync($"/api/v1/rejections/{first}/replay", "");

        var answer = await host.PostAsync($"/api/v1/rejections/{second}/replay", "");

        answer.Json.GetProperty("outcome").GetString().ShouldBe("duplicate");
        answer.Json.GetProperty("duplicateOf").GetString().ShouldBe($"{first}");
        (await host.PostAsync($"/api/v1/rejections/{second}/replay", "")).Text.ShouldBe(answer.Text);
        (await host.GetAsync("/api/v1/audit")).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ATencentSignature_IsVouchedFor_TheAppIsNot()
    {
        await using var host = await ApiHost.StartAsync(sdkAppId: "1400000000", token: "t0ken");
        var right = await RejectAsync(
            host, "tencent", "wrong-signature", TencentQuit, "SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterMemberExit&RequestTime=1");
        var other = await RejectAsync(
            host, "tencent", "wrong-signature", TencentQuit, "SdkAppid=1&CallbackCommand=Group.CallbackAfterMemberExit&RequestTime=1");

        (await host.PostAsync($"/api/v1/rejections/{right}/replay", "")).Json.GetProperty("outcome").GetString().ShouldBe("recorded");
        var refused = (await host.PostAsync($"/api/v1/rejections/{other}/replay", "")).Json;
        refused.GetProperty("outcome").GetString().ShouldBe("refused");
        refused.GetProperty("cause").GetString().ShouldBe("wrong-sdk-app-id");
        (await host.GetAsync($"/api/v1/rejections/{other}")).Json.GetProperty("replay").GetProperty("cause").GetString()
            .ShouldBe("wrong-sdk-app-id");
    }

    [Theory]
    [InlineData("""{"groupID":"G1","userID":""}""", "missing-field", "refused")]
    [InlineData("not json", "malformed-json", "refused")]
    [InlineData("""{"callbackCommand":"callbackAfterSendGroupMsgCommand"}""", "unsupported-command", "ignored")]
    [InlineData("""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G1","userID":"u"}""", "command-mismatch", "refused")]
    public async Task WhatMakesNoSense_StillMakesNone(string body, string cause, string outcome)
    {
        await using var host = await ApiHost.StartAsync();
        var id = await RejectAsync(host, "openim", cause, body, command: null);

        var answer = await host.PostAsync($"/api/v1/rejections/{id}/replay", "");

        answer.Json.GetProperty("outcome").GetString().ShouldBe(outcome, answer.Text);
        answer.Json.GetProperty("cause").GetString().ShouldNotBeNullOrEmpty();
        (await host.GetAsync("/api/v1/audit")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ASourceOfThePast_IsNotRead()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await RejectAsync(host, "former", "wrong-secret", QuitOf("G1", "u1"));

        (await host.PostAsync($"/api/v1/rejections/{id}/replay", "")).Json.GetProperty("cause").GetString().ShouldBe("unknown-source");
    }

    [Fact]
    public async Task StorageAway_Is503_AndItStaysReplayable()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "u1"));
        host.Journal.AppendFault = new JournalUnavailableException("no disk");

        (await host.PostAsync($"/api/v1/rejections/{id}/replay", "")).Problem.ShouldBe("journal-unavailable");
        (await host.PostAsync("/api/v1/rejections/replay", """{"cause":"wrong-secret"}""")).Status.ShouldBe(503);
        (await host.GetAsync($"/api/v1/rejections/{id}")).Json.GetProperty("replay").GetProperty("outcome").GetString().ShouldBe("unavailable");

        host.Journal.AppendFault = null;
        (await host.PostAsync($"/api/v1/rejections/{id}/replay", "")).Json.GetProperty("outcome").GetString().ShouldBe("recorded");
    }

    [Fact]
    public async Task AnHourThatWasRefused_ComesBackWithOneCall_InItsOrder()
    {
        await using var host = await ApiHost.StartAsync();
        var before = await RejectAsync(host, "openim", "wrong-secret", QuitOf("G0", "early"));
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var from = host.Time.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", $"u{i}"));
        }

        await RejectAsync(host, "openim", "missing-field", QuitOf("G1", "other-cause"));
        await RejectAsync(host, "tencent", "wrong-secret", "{}");
        var bad = await RejectAsync(host, "openim", "wrong-secret", "{");
        var body = $$"""{"cause":"wrong-secret","source":"openim","from":"{{from:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""";

        var dry = await host.PostAsync("/api/v1/rejections/replay", body.Replace("}", ",\"dryRun\":true}", StringComparison.Ordinal));
        (await host.GetAsync("/api/v1/audit")).Items.ShouldBeEmpty();
        var done = await host.PostAsync("/api/v1/rejections/replay", body);
        var again = await host.PostAsync("/api/v1/rejections/replay", body);

        Outcomes(dry).ShouldBe("""{"recordable":5,"refused":1}""");
        Outcomes(done).ShouldBe("""{"recorded":5,"refused":1}""");
        done.Json.GetProperty("examined").GetInt32().ShouldBe(6);
        done.Items[^1].GetProperty("id").GetString().ShouldBe($"{bad}");
        Outcomes(again).ShouldBe("""{"refused":1}""");
        again.Json.GetProperty("skipped").GetInt32().ShouldBe(5);
        (await host.GetAsync("/api/v1/audit?order=asc")).Each("userId").ShouldBe(["u0", "u1", "u2", "u3", "u4"]);
        (await host.GetAsync($"/api/v1/rejections/{before}")).Json.TryGetProperty("replay", out _).ShouldBeFalse();
        var actions = await host.GetAsync("/api/v1/admin/actions", ApiHost.AdminKey);
        actions.Each("what").ShouldBe(["rejections-replayed", "rejections-replayed", "rejections-replayed", "rejections-replayed"]);
        actions.Items[2].GetProperty("details").GetProperty("recorded").GetInt32().ShouldBe(5);
        actions.Items[3].GetProperty("details").GetProperty("cause").GetString().ShouldBe("wrong-secret");
    }

    [Fact]
    public async Task ManyOfThem_AreResumedUntilNoneIsLeft()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", $"u{i}"));
        }

        string? cursor = null;
        var calls = 0;
        do
        {
            var answer = await host.PostAsync(
                "/api/v1/rejections/replay",
                JsonSerializer.Serialize(new { cause = "wrong-secret", limit = 3, cursor }));
            answer.Status.ShouldBe(200, answer.Text);
            cursor = answer.Next;
            calls++;
        }
        while (cursor is not null);

        calls.ShouldBe(3);
        (await host.GetAsync("/api/v1/audit")).Items.Count.ShouldBe(7);
    }

    [Fact]
    public async Task StorageGoesAwayInTheMiddle_SaysHowFarItCame()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await RejectAsync(host, "openim", "wrong-secret", QuitOf($"G{i}", "u"));
        }

        host.Journal.AppendsBeforeFault = 2;
        host.Journal.AppendFault = new JournalUnavailableException("no disk");
        var answer = await host.PostAsync("/api/v1/rejections/replay", """{"cause":"wrong-secret"}""");
        host.Journal.AppendFault = null;
        var rest = await host.PostAsync(
            "/api/v1/rejections/replay", $$"""{"cause":"wrong-secret","cursor":"{{answer.Next}}"}""");

        Outcomes(answer).ShouldBe("""{"recorded":2}""");
        Outcomes(rest).ShouldBe("""{"recorded":2}""");
        rest.Next.ShouldBeNull();
    }

    [Fact]
    public async Task OnlyTheVendorsNetwork_IsVouchedForIfNamed()
    {
        await using var host = await ApiHost.StartAsync();
        await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "u1"));
        await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "forged"), sender: "192.0.2.1");

        var answer = await host.PostAsync("/api/v1/rejections/replay", """{"cause":"wrong-secret","network":"10.0.0.0/8"}""");

        Outcomes(answer).ShouldBe("""{"recorded":1}""");
        (await host.GetAsync("/api/v1/audit")).Each("userId").ShouldBe(["u1"]);
    }

    [Theory]
    [InlineData("{}", "cause is missing")]
    [InlineData("""{"cause":"x","from":"2026-11-23","to":"2026-11-22"}""", "from is later than to")]
    [InlineData("""{"cause":"x","from":"yesterday"}""", "from is 'yesterday'")]
    [InlineData("""{"cause":"x","limit":0}""", "limit is not from 1 to 1000")]
    [InlineData("""{"cause":"x","network":"home"}""", "network is 'home'")]
    [InlineData("""{"cause":"x","cause":"y"}""", "cause")]
    [InlineData("""{"cause":"x","dryrun":true}""", "dryrun")]
    public async Task WhatMakesNoSense_IsNamed(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PostAsync("/api/v1/rejections/replay", body);

        answer.Problem.ShouldBe("invalid-body");
        answer.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task ACursorOfOtherFilters_DoesNotFit()
    {
        await using var host = await ApiHost.StartAsync();
        await RejectAsync(host, "openim", "wrong-secret", "{");
        await RejectAsync(host, "openim", "wrong-secret", "{");
        var next = (await host.PostAsync("/api/v1/rejections/replay", """{"cause":"wrong-secret","limit":1}""")).Next;

        (await host.PostAsync("/api/v1/rejections/replay", $$"""{"cause":"wrong-signature","cursor":"{{next}}"}"""))
            .Problem.ShouldBe("invalid-cursor");
    }

    [Fact]
    public async Task ALimitedKey_ReplaysWhatIsOfItsSources()
    {
        await using var host = await ApiHost.StartAsync(sdkAppId: null);
        var theirs = await RejectAsync(host, "tencent", "wrong-secret", TencentQuit, "CallbackCommand=Group.CallbackAfterMemberExit");
        await RejectAsync(host, "openim", "wrong-secret", QuitOf("G1", "u1"));

        (await host.PostAsync($"/api/v1/rejections/{theirs}/replay", "", ApiHost.LimitedKey)).Problem.ShouldBe("source-out-of-scope");
        (await host.GetAsync($"/api/v1/rejections/{theirs}", ApiHost.LimitedKey)).Problem.ShouldBe("source-out-of-scope");
        (await host.PostAsync("/api/v1/rejections/replay", """{"cause":"wrong-secret","source":"tencent"}""", ApiHost.LimitedKey))
            .Problem.ShouldBe("source-out-of-scope");
        Outcomes(await host.PostAsync("/api/v1/rejections/replay", """{"cause":"wrong-secret"}""", ApiHost.LimitedKey))
            .ShouldBe("""{"recorded":1}""");
        (await host.GetAsync("/api/v1/audit")).Each("source").ShouldBe(["openim"]);
        (await host.GetAsync("/api/v1/rejections", ApiHost.LimitedKey)).Each("source").ShouldBe(["openim"]);
    }

    private static string Outcomes(ApiAnswer answer)
    {
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json.GetProperty("outcomes").ToString();
    }

    private static string QuitOf(string group, string user) => $$"""{"callbackCommand":"{{Quit}}","groupID":"{{group}}","userID":"{{user}}"}""";

    private static async Task<CallbackId> RejectAsync(
        ApiHost host, string source, string cause, string body, string query = "", string? command = Quit, string sender = "10.0.0.7")
    {
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var now = host.Time.GetUtcNow();
        var request = new RawRequest(
            query, [new("operationid", "op-1"), new("content-type", "application/json")], Encoding.UTF8.GetBytes(body));
        var rejection = new Rejection(
            CallbackId.New(now), source, now, cause, "what is wrong", source == "tencent" ? null : command, sender, request);
        await host.Rejections.AddAsync(rejection, TestContext.Current.CancellationToken);
        return rejection.Id;
    }
}
