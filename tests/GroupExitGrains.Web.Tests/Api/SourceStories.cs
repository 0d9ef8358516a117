using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class SourceStories
{
    [Fact]
    public async Task Sources_AreTheConfiguredOnes_WithWhatTheySent()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a") { Source = "former" });
        host.Activity.Unsupported("openim", "callbackAfterSendGroupMsgCommand");

        (await host.GetAsync("/api/v1/sources")).ShouldBeJson("""
            {"items":[
             {"name":"openim","vendor":"open-im","counts":{"recorded":2,"duplicates":0,"joined":2,
              "exits":{"quit":1,"kicked":0,"dismissed":0,"left":0},"rejections":{},
              "unsupported":{"callbackAfterSendGroupMsgCommand":1},"unavailable":0,"overloaded":{},"rejectionsNotKept":0},
              "lastCallbackAt":"2026-11-22T13:00:00.125Z","warnings":[]},
             {"name":"tencent","vendor":"tencent-im","counts":{"recorded":0,"duplicates":0,"joined":0,
              "exits":{"quit":0,"kicked":0,"dismissed":0,"left":0},"rejections":{},"unsupported":{},"unavailable":0,"overloaded":{},"rejectionsNotKept":0},
              "warnings":[{"code":"sender-unproven","message":"Nothing proves who sends: set Token to the callback authentication token of Tencent's console, or PathSecret."}]}]}
            """);
    }

    [Fact]
    public async Task ExitsWithoutJoins_AreWarnedOf_UntilAJoinComes()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "a"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a") { Source = "tencent" });

        (await WarningsAsync(host, "openim")).ShouldContain("joins-not-seen");
        (await WarningsAsync(host, "tencent")).ShouldContain("joins-not-seen");

        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a"));
        (await WarningsAsync(host, "openim")).ShouldBeEmpty();
    }

    [Fact]
    public async Task WrongSignatures_AreWarnedOf_ForAnHour()
    {
        await using var host = await ApiHost.StartAsync();
        var now = host.Time.GetUtcNow();
        await host.Rejections.AddAsync(
            new Rejection(CallbackId.New(now), "tencent", now, "wrong-signature", "", null, null, new RawRequest("", [], default)),
            TestContext.Current.CancellationToken);

        (await WarningsAsync(host, "tencent")).ShouldContain("wrong-signature");

        host.Time.Advance(TimeSpan.FromHours(1));
        (await WarningsAsync(host, "tencent")).ShouldNotContain("wrong-signature");
        (await host.GetAsync("/api/v1/sources")).Items[1].GetProperty("counts").GetProperty("rejections").ToString()
            .ShouldBe("""{"wrong-signature":1}""");
    }

    [Fact]
    public async Task CallbacksThatCouldNotBeKept_AreWarnedOf()
    {
        await using var host = await ApiHost.StartAsync();
        host.Activity.Unavailable("openim", "callbackAfterQuitGroupCommand");

        (await WarningsAsync(host, "openim")).ShouldBe(["callbacks-refused"]);
    }

    private static async Task<IReadOnlyList<string?>> WarningsAsync(ApiHost host, string source)
    {
        JsonElement found = (await host.GetAsync("/api/v1/sources")).Items.Single(item => item.GetProperty("name").GetString() == source);
        return [.. found.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString())];
    }
}
