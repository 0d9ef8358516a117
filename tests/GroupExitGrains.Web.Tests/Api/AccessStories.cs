using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class AccessStories
{
    [Theory]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/api/v1/")]
    [InlineData("GET", "/api/v1/nothing/here")]
    [InlineData("DELETE", "/api/v1/groups")]
    [InlineData("OPTIONS", "/api/v1/groups")]
    [InlineData("GET", "/API/V1/nothing")]
    [InlineData("GET", "/api/v1/sources/../nothing")]
    public async Task WhatIsNotThere_IsNobodyElsesBusiness(string method, string path)
    {
        await using var host = await ApiHost.StartAsync();

        await ShouldBeRefusedAsync(host, method, path);
    }

    [Fact]
    public async Task ARoleThatDoesNotSuffice_IsNamed()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PutAsync("/api/v1/sources/openim/groups/g/members", "[]", key: ApiHost.ReaderKey);

        answer.Status.ShouldBe(403);
        answer.Problem.ShouldBe("role-insufficient");
        answer.Detail.ShouldContain("'rita'");
        answer.Detail.ShouldContain("'operator'");
    }

    [Fact]
    public async Task TheSchemesCase_DoesNotMatter()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, "/api/v1/groups", null, authorization: $"bearer {ApiHost.ReaderKey}")).Status.ShouldBe(200);
    }

    [Fact]
    public void Find_AmongKeys_FindsExactlyThatOne()
    {
        var keys = new AdminKeys([new AdminKey("one", "first", AdminRole.Reader), new AdminKey("two", "second", AdminRole.Admin)]);

        keys.Find("first")!.Name.ShouldBe("one");
        keys.Find("second")!.Role.ShouldBe(AdminRole.Admin);
        keys.Find("firs").ShouldBeNull();
        keys.Find("First").ShouldBeNull();
        keys.Find("").ShouldBeNull();
        new AdminKeys([]).Find("first").ShouldBeNull();
    }

    [Fact]
    public async Task NoKey_IsLogged()
    {
        await using var host = await ApiHost.StartAsync();
        await host.GetAsync("/api/v1/groups");
        await host.GetAsync("/api/v1/groups", "guessed-key");

        host.Log.All.ShouldNotContain(line => line.Contains(ApiHost.ReaderKey, StringComparison.Ordinal));
        host.Log.All.ShouldNotContain(line => line.Contains("guessed-key", StringComparison.Ordinal));
    }

    private static async Task ShouldBeRefusedAsync(ApiHost host, string method, string path)
    {
        (string? Header, string Challenge, string Problem)[] attempts =
        [
            (null, "Bearer realm=\"groupexit\"", "key-missing"),
            ("Bearer wrong", "Bearer realm=\"groupexit\", error=\"invalid_token\"", "key-unknown"),
            ("Bearer ", "Bearer realm=\"groupexit\", error=\"invalid_token\"", "key-unknown"),
            ($"Basic {ApiHost.AdminKey}", "Bearer realm=\"groupexit\", error=\"invalid_token\"", "key-unknown"),
            (ApiHost.AdminKey, "Bearer realm=\"groupexit\", error=\"invalid_token\"", "key-unknown"),
        ];
        foreach (var (header, challenge, problem) in attempts)
        {
            var answer = await host.SendAsync(new HttpMethod(method), path, null, authorization: header);
            answer.Status.ShouldBe(401, $"{method} {path} {header}");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe(challenge);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Problem.ShouldBe(problem);
        }
    }
}
