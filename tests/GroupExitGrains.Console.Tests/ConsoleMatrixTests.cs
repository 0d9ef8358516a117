using System.Net;
using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Web.Console;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Console.Tests;

/// <summary>Every address of the console, as the program has them, without a session and with wrong ones.</summary>
public sealed class ConsoleMatrixTests
{
    private static readonly string[] s_open = ["GET /assets/{digest}/{name}", "GET /sign-in", "POST /sign-in", "POST /theme"];
    private static readonly string[] s_operators = ["GET /groups/import", "HEAD /groups/import", "POST /groups/import", "POST /rejections/replay"];

    private static readonly string[] s_admins =
    [
        "GET /subscriptions", "HEAD /subscriptions", "POST /subscriptions", "GET /subscriptions/view", "HEAD /subscriptions/view",
        "GET /subscriptions/change", "HEAD /subscriptions/change", "POST /subscriptions/change",
        "POST /subscriptions/pause", "POST /subscriptions/resume", "POST /subscriptions/test", "POST /subscriptions/rotate-secret",
        "POST /subscriptions/redeliver", "POST /subscriptions/remove",
    ];

    [Fact]
    public async Task EveryAddress_NeedsASession_UnlessItIsNamedHere()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        foreach (var (name, endpoint) in Routes(running))
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
            policies.ShouldBe(
                s_open.Contains(name) ? []
                : s_admins.Contains(name) ? ["console-admin"]
                : s_operators.Contains(name) ? ["console-operator"] : ["console-reader"],
                name);
            (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).ShouldBe(s_open.Contains(name), name);
            (endpoint.Metadata.GetMetadata<OwnFormsOnly>() is not null).ShouldBe(name.StartsWith("POST", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public async Task EveryPage_WithoutASession_LeadsToSigningIn()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var client = Client(running);
        var routes = Routes(running).Select(route => route.Name).Except(s_open).ToList();
        routes.Count.ShouldBeGreaterThan(15);

        foreach (var name in routes)
        {
            var (method, path) = name.Split(' ') is [var left, var right] ? (left, right) : throw new InvalidOperationException(name);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Cookie", "groupexit-session=forged");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            if (path == "/live/feed")
            {
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                continue;
            }

            response.StatusCode.ShouldBe(HttpStatusCode.Redirect, name);
            response.Headers.Location!.OriginalString.ShouldStartWith("/sign-in", customMessage: name);
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(ConsoleBoundary.Policy, name);
        }
    }

    [Fact]
    public async Task ASession_OpensPages_AndNothingOfTheApi()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var session = await Session.BeginAsync(running, running.App.Options.Admin.Keys[0].Key!);

        (await session.GetAsync("/")).ShouldBe(HttpStatusCode.OK);
        (await session.GetAsync("/api/v1/groups")).ShouldBe(HttpStatusCode.Unauthorized);
        (await session.GetAsync("/api/v1/audit/stream")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AKeyThatIsRevoked_EndsItsSessions()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        var made = await running.MakeKeyAsync("""{"name":"former","role":"operator"}""");
        using var session = await Session.BeginAsync(running, made.Key);
        (await session.GetAsync("/groups")).ShouldBe(HttpStatusCode.OK);

        using var revoked = await running.Client.DeleteAsync($"/api/v1/admin/keys/{made.Id}", TestContext.Current.CancellationToken);

        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await session.GetAsync("/groups")).ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task AReader_MayLook_AndNotChange()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        var made = await running.MakeKeyAsync("""{"name":"rita","role":"reader"}""");
        using var session = await Session.BeginAsync(running, made.Key);

        (await session.GetAsync("/groups/import")).ShouldBe(HttpStatusCode.Forbidden);
        (await session.PostAsync("/rejections/replay", ("id", new string('0', 32)))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Subscriptions_AreForAdminsOfEverySource()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        foreach (var key in new[] { """{"name":"otto","role":"operator"}""", """{"name":"ada","role":"admin","sources":["openim"]}""" })
        {
            using var session = await Session.BeginAsync(running, (await running.MakeKeyAsync(key)).Key);

            (await session.ReadAsync("/")).ShouldNotContain("/subscriptions");
            (await session.GetAsync("/subscriptions")).ShouldBe(HttpStatusCode.Forbidden, key);
            (await session.GetAsync($"/subscriptions/view?id={new string('0', 32)}")).ShouldBe(HttpStatusCode.Forbidden, key);
            (await session.PostFromAsync("/", "/subscriptions", ("name", "x"), ("url", "https://example.com/"))).ShouldBe(HttpStatusCode.Forbidden, key);
            (await session.GetAsync($"/subscriptions/change?id={new string('0', 32)}")).ShouldBe(HttpStatusCode.Forbidden, key);
            (await session.PostFromAsync("/", "/subscriptions/change", ("id", new string('0', 32)), ("name", "x"))).ShouldBe(HttpStatusCode.Forbidden, key);
            (await session.PostFromAsync("/", "/subscriptions/remove", ("id", new string('0', 32)))).ShouldBe(HttpStatusCode.Forbidden, key);
        }

        using var admin = await Session.BeginAsync(running, running.App.Options.Admin.Keys[0].Key!);
        (await admin.ReadAsync("/")).ShouldContain("/subscriptions");
        (await admin.GetAsync($"/subscriptions/view?id={new string('0', 32)}")).ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetAsync($"/subscriptions/change?id={new string('0', 32)}")).ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostFromAsync("/", "/subscriptions/change", ("id", new string('0', 32)), ("name", "x"))).ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostFromAsync("/", "/subscriptions/remove", ("id", new string('0', 32)))).ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostFromAsync("/", "/subscriptions", ("name", "x"), ("url", "https://127.0.0.1/"), ("start", "now"), ("mode", "binary"))).ShouldBe(HttpStatusCode.BadRequest);
        (await admin.PostWithoutTokenAsync("/subscriptions/change", ("id", new string('0', 32)), ("name", "x"))).ShouldBe(HttpStatusCode.BadRequest);
        (await admin.PostWithoutTokenAsync("/subscriptions/pause", ("id", new string('0', 32)))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task ALimitedKey_SeesItsSourcesAlone()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        await running.SendSampleAsync("openim-create");
        await running.SendSampleAsync("tencent-create");
        await running.SendSampleAsync("tencent-kicked");
        var made = await running.MakeKeyAsync("""{"name":"otto","role":"operator","sources":["openim"]}""");
        using var session = await Session.BeginAsync(running, made.Key);

        foreach (var page in new[] { "/", "/groups", "/users", "/live", "/rejections", "/setup" })
        {
            var text = await session.ReadAsync(page);
            text.ShouldNotContain("tencent", Case.Insensitive, page);
            text.ShouldNotContain("leckie", Case.Insensitive, page);
        }

        (await session.ReadAsync("/groups")).ShouldContain("G002");
        foreach (var page in new[] { "/?source=tencent", "/groups?source=tencent", "/groups/view?source=tencent&group=%40TGS%232J4SZEAEL",
            "/users/view?source=tencent&user=bob", "/live?source=tencent", "/live/feed?source=tencent", "/rejections?source=tencent",
            "/report?source=tencent&user=bob" })
        {
            (await session.GetAsync(page)).ShouldBe(HttpStatusCode.Forbidden, page);
        }
    }

    [Fact]
    public async Task AFormOfAnotherSite_IsRefused_AndChangesNothing()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var session = await Session.BeginAsync(running, running.App.Options.Admin.Keys[0].Key!);

        (await session.PostWithoutTokenAsync("/groups/import", ("source", "openim"), ("group", "G1"), ("list", "[]"))).ShouldBe(HttpStatusCode.BadRequest);
        (await session.PostWithoutTokenAsync("/sign-out")).ShouldBe(HttpStatusCode.BadRequest);

        (await session.GetAsync("/groups/view?source=openim&group=G1")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WrongKeys_AreCountedTogetherWithThoseOfTheApi()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory, "--GroupExit:Admin:FailedAttemptsPerMinute=2");

        (await Session.TryAsync(running, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Session.TryAsync(running, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Session.TryAsync(running, running.App.Options.Admin.Keys[0].Key!)).ShouldBe(HttpStatusCode.TooManyRequests);
        using var api = await running.Client.GetAsync("/api/v1/groups", TestContext.Current.CancellationToken);
        api.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/a\nb")]
    [InlineData("")]
    [InlineData(null)]
    public void Local_AddressElsewhere_IsTheOverview(string? address) => Links.Local(address).ShouldBe("/");

    [Fact]
    public void Local_AddressHere_IsKept() => Links.Local("/groups/view?source=a&group=%2F").ShouldBe("/groups/view?source=a&group=%2F");

    private static HttpClient Client(RunningApp running) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = running.Client.BaseAddress };

    private static List<(string Name, RouteEndpoint Endpoint)> Routes(RunningApp running) =>
    [
        .. running.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ConsoleAddress>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => ($"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}", endpoint))),
    ];
}
