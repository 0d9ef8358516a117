using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class RejectionStories
{
    [Fact]
    public async Task Rejections_AreListedNewestFirst_WithoutBodies()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await RejectAsync(host, "openim", "missing-field");
        var second = await RejectAsync(host, "tencent", "wrong-signature");
        var third = await RejectAsync(host, "openim", "wrong-secret");

        (await host.GetAsync("/api/v1/rejections")).Each("id").ShouldBe([$"{third}", $"{second}", $"{first}"]);
        (await Paging.AllAsync(host, "/api/v1/rejections?limit=1", "id")).ShouldBe([$"{third}", $"{second}", $"{first}"]);
        (await host.GetAsync("/api/v1/rejections?source=openim")).Each("id").ShouldBe([$"{third}", $"{first}"]);
        (await host.GetAsync("/api/v1/rejections?cause=wrong-signature")).ShouldBeJson($$"""
            {"items":[{"id":"{{second}}","source":"tencent","receivedAt":"2026-11-22T13:00:00.125Z","cause":"wrong-signature",
             "detail":"what is wrong","command":"some-command","remoteIp":"10.0.0.7"}]}
            """);
    }

    [Fact]
    public async Task ARejection_HasItsBody()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await RejectAsync(host, "openim", "missing-field");

        (await host.GetAsync($"/api/v1/rejections/{id}")).ShouldBeJson($$$"""
            {"id":"{{{id}}}","source":"openim","receivedAt":"2026-11-22T13:00:00.124Z","cause":"missing-field",
             "detail":"what is wrong","command":"some-command","remoteIp":"10.0.0.7",
             "request":{"query":"a=b","headers":{"content-type":"text/plain, text/html"},"body":"the body"}}
            """);
    }

    private static async Task<CallbackId> RejectAsync(ApiHost host, string source, string cause)
    {
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        var now = host.Time.GetUtcNow();
        var rejection = new Rejection(
            CallbackId.New(now), source, now, cause, "what is wrong", "some-command", "10.0.0.7",
            new RawRequest("a=b", [new("content-type", "text/plain"), new("content-type", "text/html")], "the body"u8.ToArray()));
        await host.Rejections.AddAsync(rejection, TestContext.Current.CancellationToken);
        return rejection.Id;
    }
}
