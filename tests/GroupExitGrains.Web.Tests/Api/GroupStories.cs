using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class GroupStories
{
    [Fact]
    public async Task AGroupThatWasJoinedAndLeft_IsSummedUp()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "user1", "user2", "user3"));
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "user1"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "user2"));

        var answer = await host.GetAsync("/api/v1/sources/openim/groups/G001");

        var hash = answer.Json.GetProperty("headHash").GetString();
        hash!.Length.ShouldBe(64);
        answer.ShouldBeJson($$"""
            {"source":"openim","groupId":"G001","vendor":"open-im","status":"active","membership":"tracked",
             "membershipComplete":false,"memberCount":1,"joined":3,
             "exits":{"quit":1,"kicked":1,"dismissed":0,"left":0},"duplicates":0,"lastSequence":5,
             "lastReceivedAt":"2026-11-22T13:00:00.126Z","headHash":"{{hash}}"}
            """);
    }

    [Fact]
    public async Task AGroupOfTencent_TellsItsTypeAndThatItsMembersCannotBeKnown()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Quit, "@TGS#3AVCHAT", "u1") { Source = "tencent", GroupType = "AVChatRoom", Untracked = true });

        var answer = await host.GetAsync("/api/v1/sources/tencent/groups/%40TGS%233AVCHAT");

        answer.Json.GetProperty("vendor").GetString().ShouldBe("tencent-im");
        answer.Json.GetProperty("type").GetString().ShouldBe("AVChatRoom");
        answer.Json.GetProperty("membership").GetString().ShouldBe("untracked");
        (await host.GetAsync("/api/v1/sources/tencent/groups/%40TGS%233AVCHAT/members/u1")).Detail.ShouldContain("no roster");
    }

    [Fact]
    public async Task AGroupOfASourceOfThePast_IsStillThereWithoutVendor()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "user1") { Source = "former" });

        var answer = await host.GetAsync("/api/v1/sources/former/groups/G001");

        answer.Status.ShouldBe(200);
        answer.Json.TryGetProperty("vendor", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Groups_AreListedBySourceAndId_AndFiltered()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "b1", "user1"));
        await host.TellAsync(new Told(ChangeKind.Joined, "a1", "user1") { Source = "tencent" });
        await host.TellAsync(new Told(ChangeKind.Joined, "a2", "user1"));
        await host.TellAsync(new Told(ChangeKind.Dismissed, "a2"));

        (await host.GetAsync("/api/v1/groups")).Each("groupId").ShouldBe(["a2", "b1", "a1"]);
        (await host.GetAsync("/api/v1/groups?source=tencent")).Each("groupId").ShouldBe(["a1"]);
        (await host.GetAsync("/api/v1/groups?prefix=a")).Each("groupId").ShouldBe(["a2", "a1"]);
        (await host.GetAsync("/api/v1/groups?status=dismissed")).Each("groupId").ShouldBe(["a2"]);
        (await host.GetAsync("/api/v1/groups?status=active&source=openim&prefix=b")).Each("groupId").ShouldBe(["b1"]);
        (await host.GetAsync("/api/v1/groups?source=nobody")).ShouldBeJson("""{"items":[]}""");
    }

    [Fact]
    public async Task UnknownGroup_Is404ThatTellsSourceFromGroup()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var tail in new[] { "", "/members", "/members/u1", "/audit", "/audit/verify" })
        {
            var group = await host.GetAsync($"/api/v1/sources/openim/groups/nope{tail}");
            group.Status.ShouldBe(404);
            group.Problem.ShouldBe("unknown-group");
            group.Detail.ShouldContain("'nope'");

            var source = await host.GetAsync($"/api/v1/sources/opnim/groups/nope{tail}");
            source.Problem.ShouldBe("unknown-source");
            source.Detail.ShouldContain("'opnim'");
        }
    }
}
