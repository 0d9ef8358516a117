using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Feed;

/// <summary>For readers that cannot hold a stream open.</summary>
public sealed class LongPollTests
{
    [Fact]
    public async Task Wait_IsOverAsSoonAsSomethingComes()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        await running.SendSampleAsync("openim-quit");

        (await running.Client.AskAsync("/audit?after=0&wait=60s")).GetProperty("items").GetArrayLength().ShouldBe(1);
        var waiting = running.Client.AskAsync("/audit?after=1&wait=60s");
        var filtered = running.Client.AskAsync("/audit?after=1&wait=60s&kind=kicked");
        await running.SendSampleAsync("openim-join");
        (await waiting).GetProperty("items")[0].Text("position").ShouldBe("2");
        await running.SendSampleAsync("openim-kick");
        (await filtered).GetProperty("items")[0].Text("kind").ShouldBe("kicked");
    }

    [Fact]
    public async Task Wait_ThatIsOver_BringsAnEmptyPage()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        (await running.Client.AskAsync("/audit?after=0&wait=1s")).ToString().ShouldBe("""{"items":[]}""");
    }

    [Theory]
    [InlineData("after=0&wait=30", "wait")]
    [InlineData("after=0&wait=61s", "wait")]
    [InlineData("after=0&wait=-1s", "wait")]
    [InlineData("wait=1s", "after")]
    public async Task Wait_ThatMakesNoSense_IsRefused(string query, string named)
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        using var response = await running.Client.GetAsync($"/api/v1/audit?{query}", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(named);
    }
}
