using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class StatsStories
{
    [Fact]
    public async Task Stats_OfADay_HaveEveryBucketAndWhatHappenedInIt()
    {
        await using var host = await ApiHost.StartAsync();
        await TellAsync(host);

        (await host.GetAsync("/api/v1/stats?bucket=hour&from=2026-11-22T12:30:00Z&to=2026-11-22T15:00:00Z")).ShouldBeJson(
            """
            {"bucket":"hour","position":6,"totals":{"joined":2,"kicked":1,"quit":3},"items":[
              {"start":"2026-11-22T12:00:00.000Z","counts":{}},
              {"start":"2026-11-22T13:00:00.000Z","counts":{"joined":2,"kicked":1,"quit":2}},
              {"start":"2026-11-22T14:00:00.000Z","counts":{"quit":1}}]}
            """);
    }

    [Theory]
    [InlineData("source=tencent", "quit", 1)]
    [InlineData("source=openim&group=G001", "joined", 2)]
    [InlineData("source=openim&operator=boss", "kicked", 1)]
    [InlineData("bucket=minute", "quit", 1)]
    [InlineData("bucket=day", "quit", 3)]
    public async Task Stats_AreOfWhatWasAskedFor(string query, string kind, int count)
    {
        await using var host = await ApiHost.StartAsync();
        await TellAsync(host);

        var answer = await host.GetAsync($"/api/v1/stats?{query}");

        answer.Json.GetProperty("totals").GetProperty(kind).GetInt64().ShouldBe(count);
    }

    [Fact]
    public async Task Stats_ForALimitedKey_AreOfItsSources()
    {
        await using var host = await ApiHost.StartAsync();
        await TellAsync(host);

        var answer = await host.GetAsync("/api/v1/stats?bucket=day", ApiHost.LimitedKey);

        answer.Json.GetProperty("totals").GetProperty("quit").GetInt64().ShouldBe(2);
        (await host.GetAsync("/api/v1/stats?source=tencent", ApiHost.LimitedKey)).Problem.ShouldBe("source-out-of-scope");
    }

    [Theory]
    [InlineData("group=G001", "missing-parameter")]
    [InlineData("operator=boss", "missing-parameter")]
    [InlineData("source=openim&group=G001&operator=boss", "conflicting-parameters")]
    [InlineData("source=openim&group=G001&bucket=minute", "conflicting-parameters")]
    [InlineData("from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z", "conflicting-parameters")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-11-22T00:00:00Z&bucket=minute", "invalid-parameter")]
    [InlineData("bucket=year", "invalid-parameter")]
    public async Task Stats_ThatMakeNoSense_AreRefused(string query, string problem)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync($"/api/v1/stats?{query}")).Problem.ShouldBe(problem);
    }

    private static async Task TellAsync(ApiHost host)
    {
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a"));
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "b") { OperatorId = "boss" });
        await host.TellAsync(new Told(ChangeKind.Quit, "G002", "z"));
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a") { Source = "tencent" });
        await host.RollUpAsync();
    }
}
