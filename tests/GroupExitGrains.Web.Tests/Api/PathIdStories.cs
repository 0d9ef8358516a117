using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class PathIdStories
{
    [Theory]
    [InlineData("G001", "G001")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a/b", "a%2fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a%2fb", "a%252fb")]
    [InlineData("a%b", "a%25b")]
    [InlineData("100%", "100%25")]
    [InlineData("a+b", "a+b")]
    [InlineData("a+b", "a%2Bb")]
    [InlineData("a b", "a%20b")]
    [InlineData("@TGS#2J4SZEAEL", "%40TGS%232J4SZEAEL")]
    [InlineData("@TGS#2J4SZEAEL", "@TGS%232J4SZEAEL")]
    [InlineData("@TGS#_@TGS#cQVLVHIM62CJ", "@TGS%23_@TGS%23cQVLVHIM62CJ")]
    [InlineData("群", "%E7%BE%A4")]
    [InlineData("👪", "%F0%9F%91%AA")]
    [InlineData("e\u0301", "e%CC%81")]
    [InlineData("a?b&c=d", "a%3Fb%26c%3Dd")]
    [InlineData("a:b;c,d", "a:b;c,d")]
    [InlineData("...", "...")]
    [InlineData(".a", ".a")]
    [InlineData("..a", "%2e%2Ea")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("//", "%2F%2F")]
    [InlineData("members", "members")]
    [InlineData("{groupId}", "%7BgroupId%7D")]
    public async Task AnId_IsWhatItsEncodingMeans(string id, string encoded)
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, id, id));
        await host.TellAsync(new Told(ChangeKind.Joined, "decoy", "decoy"));

        (await host.GetAsync($"/api/v1/sources/openim/groups/{encoded}")).Json.GetProperty("groupId").GetString().ShouldBe(id);
        (await host.GetAsync($"/api/v1/sources/openim/groups/{encoded}/audit")).Each("groupId").ShouldBe([id]);
        (await host.GetAsync($"/api/v1/sources/openim/groups/{encoded}/members/{encoded}?")).Json.GetProperty("userId").GetString().ShouldBe(id);
        (await host.GetAsync($"/api/v1/sources/openim/users/{encoded}")).Json.GetProperty("userId").GetString().ShouldBe(id);
        (await host.GetAsync($"/api/v1/audit?source=openim&group={Uri.EscapeDataString(id)}")).Each("userId").ShouldBe([id]);
    }

    [Fact]
    public async Task IdsThatDecodeToEachOther_AreDifferentGroups()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "a/b", "slash"));
        await host.TellAsync(new Told(ChangeKind.Joined, "a%2Fb", "percent"));

        (await host.GetAsync("/api/v1/sources/openim/groups/a%2Fb/members")).Each("userId").ShouldBe(["slash"]);
        (await host.GetAsync("/api/v1/sources/openim/groups/a%252Fb/members")).Each("userId").ShouldBe(["percent"]);
        (await host.GetAsync("/api/v1/sources/openim/groups/a%25252Fb/members")).Problem.ShouldBe("unknown-group");
    }

    [Theory]
    [InlineData("a%2", "malformed-path")]
    [InlineData("a%zz", "malformed-path")]
    [InlineData("%", "malformed-path")]
    [InlineData("%ff", "malformed-path")]
    [InlineData("%C0%AF", "malformed-path")]
    [InlineData("%ED%A0%80", "malformed-path")]
    [InlineData("%0A", "malformed-id")]
    [InlineData("a%7F", "malformed-id")]
    [InlineData("%C2%85", "malformed-id")]
    [InlineData("a/../b", "malformed-path")]
    [InlineData("a/%2E%2e/b", "malformed-path")]
    [InlineData("a/./audit", "malformed-path")]
    public async Task WhatIsNoId_IsRefused(string encoded, string problem)
    {
        await using var host = await ApiHost.StartAsync();

        foreach (var path in new[] { "groups", "users" })
        {
            var answer = await host.GetAsync($"/api/v1/sources/openim/{path}/{encoded}");

            answer.Status.ShouldBe(400, answer.Text);
            answer.Problem.ShouldBe(problem);
        }
    }

    [Fact]
    public async Task AnId_MayHave256BytesAndNoMore()
    {
        await using var host = await ApiHost.StartAsync();
        var longest = string.Concat(Enumerable.Repeat("群", 85)) + "x";
        await host.TellAsync(new Told(ChangeKind.Joined, longest, "u"));

        (await host.GetAsync($"/api/v1/sources/openim/groups/{Uri.EscapeDataString(longest)}")).Status.ShouldBe(200);
        var answer = await host.GetAsync($"/api/v1/sources/openim/groups/{Uri.EscapeDataString(longest + "x")}");
        answer.Problem.ShouldBe("malformed-id");
        answer.Detail.ShouldBe("groupId is longer than 256 bytes.");
    }

    [Fact]
    public async Task AbsoluteTarget_AsAProxyGets_IsReadAlike()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "a%2Fb", "u"));

        var answer = await host.SendRawAsync(
            $"GET http://any.example/api/v1/sources/openim/groups/a%252Fb/members HTTP/1.1\r\nHost: any.example\r\n"
            + $"Authorization: Bearer {ApiHost.ReaderKey}\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain("\"userId\":\"u\"");
    }

    [Fact]
    public void TryDecode_SaysWhereItWentWrong()
    {
        PercentEncoding.TryDecode("ab%4", out _, out var fault).ShouldBeFalse();
        fault.ShouldBe("'%' at place 3 of 'ab%4' is not followed by two hexadecimal digits; a percent sign itself is %25");
    }
}
