using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class ProblemStories
{
    [Theory]
    [InlineData("nothing/here", 404, "unknown-route")]
    [InlineData("", 404, "unknown-route")]
    [InlineData("sources/openim", 404, "unknown-route")]
    [InlineData("callbacks/nope", 404, "unknown-callback")]
    [InlineData("callbacks/019aabc0e2a87c3f9d5e6f708192a3b4", 404, "unknown-callback")]
    [InlineData("rejections/nope", 404, "unknown-rejection")]
    [InlineData("rejections/019aabc0e2a87c3f9d5e6f708192a3b4", 404, "unknown-rejection")]
    [InlineData("audit?knd=kicked", 400, "unknown-parameter")]
    [InlineData("audit?Kind=kicked", 400, "unknown-parameter")]
    [InlineData("sources?vendor=open-im", 400, "unknown-parameter")]
    [InlineData("audit?source=openim&group=", 400, "invalid-parameter")]
    [InlineData("audit?source=", 400, "invalid-parameter")]
    [InlineData("audit?kind=", 400, "invalid-parameter")]
    [InlineData("audit?limit", 400, "invalid-parameter")]
    [InlineData("sources/openim/groups/g?x", 400, "unknown-parameter")]
    [InlineData("audit?order=asc&order=desc", 400, "repeated-parameter")]
    [InlineData("audit?kind=kick", 400, "invalid-parameter")]
    [InlineData("audit?kind=Kicked", 400, "invalid-parameter")]
    [InlineData("audit?kind=4", 400, "invalid-parameter")]
    [InlineData("audit?effect=done", 400, "invalid-parameter")]
    [InlineData("audit?order=up", 400, "invalid-parameter")]
    [InlineData("audit?from=yesterday", 400, "invalid-parameter")]
    [InlineData("audit?to=2026-13-01T00:00:00Z", 400, "invalid-parameter")]
    [InlineData("audit?from=2026-11-23&to=2026-11-22", 400, "conflicting-parameters")]
    [InlineData("audit?source=openim&user=%0A", 400, "malformed-id")]
    [InlineData("audit?operator=%00", 400, "malformed-id")]
    [InlineData("groups?status=gone", 400, "invalid-parameter")]
    public async Task EveryCause_HasATypeOfItsOwn(string path, int status, string problem)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync($"/api/v1/{path}");

        answer.Status.ShouldBe(status);
        answer.Problem.ShouldBe(problem);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task AnUnknownParameter_IsNamedWithThoseThatThereAre()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync("/api/v1/groups?sorce=openim")).Detail
            .ShouldBe("'sorce' is not a parameter here; there are source, status, prefix, limit, cursor.");
    }

    [Fact]
    public async Task AnUnreachableJournal_Is503ThatSaysWhenToComeBack()
    {
        await using var host = await ApiHost.StartAsync();
        host.Journal.Fault = new JournalUnavailableException("Host=db;Password=hunter2 refused the connection.");

        foreach (var path in new[]
        {
            "groups", "audit", "audit/export", "audit/export?format=csv", "sources", "sources/openim/groups/g",
            "sources/openim/groups/g/audit/verify",
        })
        {
            var answer = await host.GetAsync($"/api/v1/{path}");
            answer.Status.ShouldBe(503);
            answer.Problem.ShouldBe("journal-unavailable");
            answer.Headers.RetryAfter!.ToString().ShouldBe("1");
            answer.Text.ShouldNotContain("hunter2");
        }

        (await host.PutAsync("/api/v1/sources/openim/groups/g/members", "[]")).Problem.ShouldBe("journal-unavailable");
    }

    [Fact]
    public async Task ADamagedJournal_Is500ThatSaysSo()
    {
        await using var host = await ApiHost.StartAsync();
        host.Journal.Fault = new JournalDamagedException("Field 7 is cut off.");

        var answer = await host.GetAsync("/api/v1/audit");

        answer.Status.ShouldBe(500);
        answer.Problem.ShouldBe("journal-damaged");
        answer.Detail.ShouldBe("Field 7 is cut off.");
    }

    [Fact]
    public async Task WhatNobodyThoughtOf_Is500WithoutInternals()
    {
        await using var host = await ApiHost.StartAsync();
        host.Journal.Fault = new InvalidOperationException("secret internals");

        var answer = await host.GetAsync("/api/v1/audit");

        answer.Status.ShouldBe(500);
        answer.Problem.ShouldBe("internal-error");
        answer.Text.ShouldNotContain("secret");
        answer.Json.GetProperty("requestId").GetString().ShouldNotBeNullOrEmpty();
        host.Log.All.ShouldContain(line => line.Contains("secret internals", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/api/v1/groups", "GET, HEAD")]
    [InlineData("DELETE", "/api/v1/sources/openim/groups/g/members", "GET, HEAD, PUT")]
    public async Task AMethodThatIsNotThere_Is405(string method, string path, string allowed)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.SendAsync(new HttpMethod(method), path, ApiHost.AdminKey);

        answer.Status.ShouldBe(405);
        answer.Problem.ShouldBe("method-not-allowed");
        answer.Content.Allow.Order().ShouldBe(allowed.Split(", "));
    }

    [Fact]
    public async Task Options_SaysWhatIsAllowed()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.SendAsync(HttpMethod.Options, "/api/v1/sources/openim/groups/g/members", ApiHost.ReaderKey);

        answer.Status.ShouldBe(204);
        answer.Content.Allow.Order().ShouldBe(["GET", "HEAD", "OPTIONS", "PUT"]);
        (await host.SendAsync(HttpMethod.Options, "/api/v1/nothing", ApiHost.ReaderKey)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Head_AnswersAsGetWithoutBody()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "u"));

        var found = await host.SendAsync(HttpMethod.Head, "/api/v1/sources/openim/groups/G001", ApiHost.ReaderKey);
        found.Status.ShouldBe(200);
        found.MediaType.ShouldBe("application/json");
        found.Text.ShouldBeEmpty();

        var missing = await host.SendAsync(HttpMethod.Head, "/api/v1/sources/openim/groups/nope", ApiHost.ReaderKey);
        missing.Status.ShouldBe(404);
        missing.Text.ShouldBeEmpty();
    }
}
