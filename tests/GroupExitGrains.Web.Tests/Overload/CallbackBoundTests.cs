using System.Globalization;
using GroupExitGrains.Web.Tests.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Tests.Overload;

/// <summary>More callbacks at a time than are taken on: a clear answer at once, and everything as before afterwards.</summary>
public sealed class CallbackBoundTests
{
    private const string Command = "callbackAfterQuitGroupCommand";
    private const string Path = $"/webhooks/openim/{Command}";
    private const string TencentPath = "/webhooks/tencent?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterMemberExit";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";

    private static readonly string[] s_key = ["Admin:Keys:0:Name=ops", "Admin:Keys:0:Key=k", "Admin:Keys:0:Role=admin"];

    [Fact]
    public async Task Post_AsManyUnderWayAsMay_IsRefusedAtOnceInTheVendorsWords()
    {
        await using var host = await WebHost.StartAsync("Limits:MaxConcurrentCallbacks=2");
        using var held = HeldGroups.In(host);
        var waiting = await FillAsync(host, held, 2);

        var openIm = await Answer.ToPostAsync(host.Client, Path, Quit);
        var tencent = await Answer.ToPostAsync(host.Client, TencentPath, "{}");

        openIm.Status.ShouldBe(503);
        openIm.RetryAfter.ShouldBe("1");
        openIm.CallbackId.ShouldNotBeNull();
        openIm.Json.GetProperty("actionCode").GetInt32().ShouldBe(1);
        openIm.Json.GetProperty("nextCode").GetInt32().ShouldBe(0);
        openIm.Json.GetProperty("errMsg").GetString().ShouldBe("overloaded");
        tencent.Status.ShouldBe(503);
        tencent.RetryAfter.ShouldBe("1");
        tencent.Json.GetProperty("ActionStatus").GetString().ShouldBe("FAIL");
        Counts(host, "openim").Overloaded.ShouldBe([new("MaxConcurrentCallbacks", 1)]);
        Counts(host, "tencent").Overloaded.ShouldBe([new("MaxConcurrentCallbacks", 1)]);

        held.Release();
        (await Task.WhenAll(waiting)).ShouldAllBe(answer => answer.Status == 200);
        (await Refusals.UntilTakenAsync(() => Answer.ToPostAsync(host.Client, Path, Quit))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Post_WhileTheSpoolIsEmptied_MayBeAnEighthOfThem()
    {
        await using var host = await WebHost.StartAsync("Limits:MaxConcurrentCallbacks=16");
        host.Spool.IsCatchingUp = true;
        using var held = HeldGroups.In(host);
        var waiting = await FillAsync(host, held, 2);

        (await Answer.ToPostAsync(host.Client, Path, Quit)).Status.ShouldBe(503);

        host.Spool.IsCatchingUp = false;
        var more = Answer.ToPostAsync(host.Client, Path, Quit);
        held.Release();
        (await Task.WhenAll([.. waiting, more])).ShouldAllBe(answer => answer.Status == 200);
    }

    [Fact]
    public async Task Post_Refused_DoesNotWaitForTheBody()
    {
        await using var host = await WebHost.StartAsync("Limits:MaxConcurrentCallbacks=1");
        using var held = HeldGroups.In(host);
        var waiting = await FillAsync(host, held, 1);

        // A body of which no byte ever comes.
        using var sender = await SlowSender.ConnectAsync(host.Client.BaseAddress!);
        await sender.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
        (await sender.ReadLineAsync()).ShouldBe("HTTP/1.1 503 Service Unavailable");

        held.Release();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Post_SenderGaveUpButTheJournalHasIt_CountsStill()
    {
        await using var host = await WebHost.StartAsync("Limits:MaxConcurrentCallbacks=1");
        using var held = HeldGroups.In(host);
        var waiting = await FillAsync(host, held, 1);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        (await waiting[0]).Status.ShouldBe(503);

        var next = await Answer.ToPostAsync(host.Client, Path, Quit);
        next.Json.GetProperty("errMsg").GetString().ShouldBe("overloaded");

        held.Release();
        (await Refusals.UntilTakenAsync(() => Answer.ToPostAsync(host.Client, Path, Quit))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Post_WhoseAnswerIsCopiedOverTheOperation_IsAnsweredWithItsValues()
    {
        await using var host = await WebHost.StartAsync("Limits:MaxConcurrentCallbacks=1");
        using var held = HeldGroups.In(host);
        var waiting = await FillAsync(host, held, 1);

        const string Before = "callbackBeforeSetGroupInfoCommand";
        var answer = await Answer.ToPostAsync(
            host.Client, $"/webhooks/openim/{Before}", $$"""{"callbackCommand":"{{Before}}","groupID":"G","groupName":"Readers"}""");

        answer.Json.GetProperty("groupName").GetString().ShouldBe("Readers");
        held.Release();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Get_WebhooksFull_AdminApiAndHealthAnswer()
    {
        await using var host = await WebHost.StartAsync([.. s_key, "Limits:MaxConcurrentCallbacks=1"]);
        using var held = HeldGroups.In(host);
        var waiting = await FillAsync(host, held, 1);

        (await AdminAsync(host)).Status.ShouldBe(200);
        (await Answer.ToAsync(host.Client, new HttpRequestMessage(HttpMethod.Get, "/health/ready"))).Status.ShouldBe(200);

        held.Release();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Get_AsManyAdminRequestsAsMay_IsAProblemAndHealthAndWebhooksAnswer()
    {
        await using var host = await WebHost.StartAsync([.. s_key, "Limits:MaxConcurrentAdminRequests=2"]);
        var listing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.History.Listing = listing.Task;
        var first = AdminAsync(host);
        var second = AdminAsync(host);
        await host.History.UntilListingAsync(2);

        var third = await AdminAsync(host);
        third.Status.ShouldBe(503);
        third.RetryAfter.ShouldBe("1");
        third.ContentType.ShouldBe("application/problem+json");
        third.Json.GetProperty("type").GetString().ShouldBe("urn:groupexit:problem:overloaded");
        (await Answer.ToAsync(host.Client, new HttpRequestMessage(HttpMethod.Get, "/health/live"))).Status.ShouldBe(200);
        (await Answer.ToPostAsync(host.Client, Path, Quit)).Status.ShouldBe(200);

        listing.SetResult();
        (await first).Status.ShouldBe(200);
        (await second).Status.ShouldBe(200);
        (await Refusals.UntilTakenAsync(() => AdminAsync(host))).Status.ShouldBe(200);
    }

    private static async Task<List<Task<Answer>>> FillAsync(WebHost host, HeldGroups held, int count)
    {
        var waiting = Enumerable.Range(0, count).Select(i => Answer.ToPostAsync(
            host.Client, Path, Quit.Replace("user123", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))).ToList();
        await held.UntilArrivedAsync(count);
        return waiting;
    }

    private static Task<Answer> AdminAsync(WebHost host)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/groups");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer k");
        return Answer.ToAsync(host.Client, request);
    }

    private static SourceCounts Counts(WebHost host, string source) =>
        host.Services.GetRequiredService<SourceActivity>().Of(source);
}
