using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class MemberStories
{
    [Fact]
    public async Task Members_AreListedByIdWithRoleAndSince()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "zoe", "Adam"));
        await host.TellAsync(new Told(ChangeKind.RoleChanged, "G001", "zoe") { Role = GroupRole.Admin });

        (await host.GetAsync("/api/v1/sources/openim/groups/G001/members")).ShouldBeJson("""
            {"items":[{"userId":"Adam","since":"2026-11-22T13:00:00.124Z"},
                      {"userId":"zoe","role":"admin","since":"2026-11-22T13:00:00.124Z"}]}
            """);
        (await host.GetAsync("/api/v1/sources/openim/groups/G001/members/zoe")).ShouldBeJson(
            """{"userId":"zoe","role":"admin","since":"2026-11-22T13:00:00.124Z"}""");
    }

    [Fact]
    public async Task WhoLeft_IsNoMember()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "zoe"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "zoe"));

        (await host.GetAsync("/api/v1/sources/openim/groups/G001/members")).ShouldBeJson("""{"items":[]}""");
        var answer = await host.GetAsync("/api/v1/sources/openim/groups/G001/members/zoe");
        answer.Status.ShouldBe(404);
        answer.Problem.ShouldBe("not-a-member");
    }
}
