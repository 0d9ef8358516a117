using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class FeedStories
{
    [Fact]
    public async Task TheHistoryOfEverything_IsByPosition()
    {
        await using var host = await ApiHost.StartAsync();
        await TellAsync(host);

        (await host.GetAsync("/api/v1/audit")).Each("position").ShouldBe(["6", "5", "4", "3", "2", "1"]);
        (await host.GetAsync("/api/v1/audit?order=asc")).Each("position").ShouldBe(["1", "2", "3", "4", "5", "6"]);
        (await host.GetAsync("/api/v1/audit?source=tencent")).Each("position").ShouldBe(["6"]);
        (await host.GetAsync("/api/v1/audit?source=openim&kind=quit")).Each("position").ShouldBe(["5", "4"]);
        (await host.GetAsync("/api/v1/audit?source=openim&group=G001")).Each("position").ShouldBe(["4", "2", "1"]);
        (await host.GetAsync("/api/v1/audit?source=openim&user=a")).Each("position").ShouldBe(["4", "3", "1"]);
        (await host.GetAsync("/api/v1/audit?source=openim&group=G001&user=b")).Each("position").ShouldBe(["2"]);
        (await host.GetAsync("/api/v1/audit?source=openim&group=nope")).ShouldBeJson("""{"items":[]}""");
    }

    [Theory]
    [InlineData("after=0", "1 2 3 4 5 6")]
    [InlineData("after=3", "4 5 6")]
    [InlineData("after=6", "")]
    [InlineData("after=9223372036854775807", "")]
    [InlineData("after=2&order=asc&kind=quit", "4 5 6")]
    [InlineData("after=1&source=openim&group=G001", "2 4")]
    [InlineData("after=2&source=openim&group=G001", "4")]
    [InlineData("after=3&source=openim&group=G001", "4")]
    [InlineData("after=4&source=openim&group=G001", "")]
    [InlineData("after=0&source=openim&group=G001", "1 2 4")]
    [InlineData("after=1&source=openim&user=a", "3 4")]
    public async Task After_ContinuesBehindAPosition(string query, string positions)
    {
        await using var host = await ApiHost.StartAsync();
        await TellAsync(host);

        string.Join(' ', (await host.GetAsync($"/api/v1/audit?{query}")).Each("position")).ShouldBe(positions);
        (await Paging.AllAsync(host, $"/api/v1/audit?{query}&limit=1", "position")).ShouldBe(
            positions.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task AGroupThatNoPathCanName_IsReached()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "..", "."));

        (await host.GetAsync("/api/v1/audit?source=openim&group=..")).Each("userId").ShouldBe(["."]);
        (await host.GetAsync("/api/v1/audit?source=openim&user=.")).Each("groupId").ShouldBe([".."]);
        (await host.GetAsync("/api/v1/sources/openim/groups/%2E%2e/x")).Problem.ShouldBe("malformed-path");
    }

    [Theory]
    [InlineData("group=G001", "missing-parameter")]
    [InlineData("user=a", "missing-parameter")]
    [InlineData("after=1&order=desc", "conflicting-parameters")]
    [InlineData("after=-1", "invalid-parameter")]
    [InlineData("after=x", "invalid-parameter")]
    public async Task WhatMakesNoSense_IsRefused(string query, string problem)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync($"/api/v1/audit?{query}");

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldBe(problem);
    }

    private static async Task TellAsync(ApiHost host)
    {
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b"));
        await host.TellAsync(new Told(ChangeKind.Joined, "G002", "a"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G002", "z"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "a") { Source = "tencent" });
    }
}
