using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class UserStories
{
    [Fact]
    public async Task AUser_HasGroupsAndExits()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "u"));
        await host.TellAsync(new Told(ChangeKind.Joined, "G002", "u", "other"));
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "u"));

        (await host.GetAsync("/api/v1/sources/openim/users/u")).ShouldBeJson("""
            {"source":"openim","userId":"u","groups":[{"groupId":"G002","since":"2026-11-22T13:00:00.125Z"}],
             "exits":{"quit":0,"kicked":1,"dismissed":0,"left":0}}
            """);
    }

    [Fact]
    public async Task AUsersHistory_GoesOverAllGroups()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "u"));
        await host.TellAsync(new Told(ChangeKind.Joined, "G002", "u", "other"));
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "u"));

        var answer = await host.GetAsync("/api/v1/sources/openim/users/u/audit");
        answer.Each("groupId").ShouldBe(["G001", "G002", "G001"]);
        answer.Each("kind").ShouldBe(["kicked", "joined", "joined"]);
        (await host.GetAsync("/api/v1/sources/openim/users/u/audit?order=asc&kind=joined")).Each("groupId").ShouldBe(["G001", "G002"]);
    }

    [Fact]
    public async Task UnknownUser_Is404_ButAFilterThatFindsNothingIsNot()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "u"));

        (await host.GetAsync("/api/v1/sources/openim/users/nope")).Problem.ShouldBe("unknown-user");
        (await host.GetAsync("/api/v1/sources/openim/users/nope/audit")).Problem.ShouldBe("unknown-user");
        (await host.GetAsync("/api/v1/sources/nope/users/u")).Problem.ShouldBe("unknown-source");
        (await host.GetAsync("/api/v1/sources/openim/users/u/audit?kind=left")).ShouldBeJson("""{"items":[]}""");
    }
}
