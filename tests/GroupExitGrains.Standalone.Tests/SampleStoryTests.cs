using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>What the vendors' documents show, sent over HTTP to the whole program, and the story that its audit then tells.</summary>
public sealed class SampleStoryTests
{
    private const string OpenImOk = """{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0}""";
    private const string TencentOk = """{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}""";

    [Fact]
    public async Task OpenIm_AGroupFromJoinToDismissal_IsToldInOrder()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        foreach (var sample in new[] { "openim-join", "openim-quit", "openim-kick", "openim-dismiss", "openim-dismiss-second" })
        {
            (await running.SendSampleAsync(sample)).ShouldBe(OpenImOk);
        }

        // Who was never seen to join left all the same; user900 is gone when the group is; the second dismissal repeats the first.
        (await StoryAsync(running, "/sources/openim/groups/G001/audit")).ShouldBe(
        [
            "joined user900 applied", "quit user123 applied", "kicked user123 applied", "kicked user456 applied",
            "dismissed user456 applied", "dismissed user789 applied", "dismissed user900 applied", "dismissed - applied",
        ]);
        var kick = (await running.Client.AskAllAsync("/sources/openim/users/user456/audit"))
            .Single(entry => entry.Text("kind") == "kicked");
        kick.Text("reason").ShouldBe("Violation of group rules");
        kick.Text("operatorBasis").ShouldBe("unknown");
        kick.Text("operatorId").ShouldBeNull();
        kick.Text("operationId").ShouldBe("1646445464565");
        var group = await running.Client.AskAsync("/sources/openim/groups/G001");
        group.Text("status").ShouldBe("dismissed");
        group.Text("memberCount").ShouldBe("0");
        group.Text("duplicates").ShouldBe("1");
        await ShouldVerifyAsync(running, "/sources/openim/groups/G001");
    }

    [Fact]
    public async Task OpenIm_CreatedGroup_HasEachMemberOnceWithTheHighestRole()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        await running.SendSampleAsync("openim-create");

        var members = await running.Client.AskAllAsync("/sources/openim/groups/G002/members");
        members.Select(member => $"{member.Text("userId")} {member.Text("role")}")
            .ShouldBe(["user1 owner", "user2 admin", "user3 member"]);
    }

    [Fact]
    public async Task Tencent_AGroupFromCreationToItsEnd_IsToldInOrder()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        foreach (var sample in new[] { "tencent-create", "tencent-join", "tencent-quit", "tencent-kicked", "tencent-destroyed" })
        {
            (await running.SendSampleAsync(sample)).ShouldBe(TencentOk);
        }

        var story = await StoryAsync(running, "/sources/tencent/groups/%40TGS%232J4SZEAEL/audit");
        story.ShouldBe(
        [
            "created - applied", "joined bob applied", "joined peter applied", "joined leckie applied", "joined jared applied",
            "joined tommy applied", "quit jared applied", "kicked jared applied", "kicked tommy applied",
            "dismissed leckie applied", "dismissed peter applied", "dismissed bob applied", "dismissed - applied",
        ]);
        var kick = (await running.Client.AskAllAsync("/sources/tencent/users/tommy/audit"))
            .Single(entry => entry.Text("kind") == "kicked");
        kick.Text("operatorId").ShouldBe("leckie");
        kick.Text("operatorBasis").ShouldBe("reported");
        kick.GetProperty("client").Text("ip").ShouldBe("203.0.113.7");
        await ShouldVerifyAsync(running, "/sources/tencent/groups/%40TGS%232J4SZEAEL");
    }

    [Fact]
    public async Task EverySample_SentTwice_AddsNothingTheSecondTime()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        await running.SendSampleAsync("openim-kick");
        var once = await running.Client.AskAllAsync("/audit");
        await running.SendSampleAsync("openim-kick");

        (await running.Client.AskAllAsync("/audit")).Count.ShouldBe(once.Count);
        (await running.Client.AskAsync("/sources/openim/groups/G001")).Text("duplicates").ShouldBe("1");
    }

    private static async Task<List<string>> StoryAsync(RunningApp running, string address)
    {
        var entries = await running.Client.AskAllAsync($"{address}?order=asc");
        entries.Select(entry => entry.GetProperty("sequence").GetInt64())
            .ShouldBe(Enumerable.Range(1, entries.Count).Select(n => (long)n));
        return [.. entries.Select(entry => $"{entry.Text("kind")} {entry.Text("userId") ?? "-"} {entry.Text("effect")}")];
    }

    private static async Task ShouldVerifyAsync(RunningApp running, string group)
    {
        var verification = await running.Client.AskAsync($"{group}/audit/verify");
        verification.GetProperty("valid").ValueKind.ShouldBe(JsonValueKind.True);
    }
}
