using System.Text.Json;
using GroupExitGrains.Web.Overload;
using GroupExitGrains.Web.Tests.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Tests.Overload;

/// <summary>More bytes of bodies than are held at a time, and bodies that take too long.</summary>
public sealed class BodyBoundTests
{
    private const string Command = "callbackAfterQuitGroupCommand";
    private const string Path = $"/webhooks/openim/{Command}";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_AsManyBytesHeldAsMay_IsRefusedUntilTheyAreLetGo(bool chunked)
    {
        await using var host = await WebHost.StartAsync("MaxBodyBytes=10000", "Limits:MaxBodyBytesInFlight=10000");
        using var held = HeldGroups.In(host);
        var first = Answer.ToPostAsync(host.Client, Path, Quit.PadRight(6000));
        await held.UntilArrivedAsync(1);

        var refused = await PostAsync(host, Quit.PadRight(6000), chunked);
        var small = PostAsync(host, Quit.PadRight(4000), chunked);
        await held.UntilArrivedAsync(1);

        refused.Status.ShouldBe(503);
        refused.RetryAfter.ShouldBe("1");
        refused.Json.GetProperty("errMsg").GetString().ShouldBe("overloaded");
        host.Services.GetRequiredService<SourceActivity>().Of("openim").Overloaded
            .ShouldBe([new("MaxBodyBytesInFlight", 1)]);
        held.Release();
        (await first).Status.ShouldBe(200);
        (await small).Status.ShouldBe(200);
        (await Refusals.UntilTakenAsync(() => PostAsync(host, Quit.PadRight(10000), chunked))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Post_AnnouncedButNotSent_HoldsNothing()
    {
        await using var host = await WebHost.StartAsync("MaxBodyBytes=10000", "Limits:MaxBodyBytesInFlight=10000");
        using var sender = await SlowSender.ConnectAsync(host.Client.BaseAddress!);
        await sender.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");

        (await PostAsync(host, Quit.PadRight(10000), chunked: false)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Post_StrangersHoldWhatTheyMay_ThoseWhoKnowTheSecretAreServed()
    {
        await using var host = await WebHost.StartAsync(
            "MaxBodyBytes=10000",
            "Limits:MaxBodyBytesInFlight=10000",
            "Sources:openim:Vendor=OpenIM",
            "Sources:openim:PathSecret=secret");
        host.Rejections.Hangs = true;
        var stranger = Answer.ToPostAsync(host.Client, $"/webhooks/openim/guess/{Command}", Quit.PadRight(9000));
        await host.Time.UntilTimerAsync(TimeSpan.FromMilliseconds(250));

        (await Answer.ToPostAsync(host.Client, $"/webhooks/openim/guess/{Command}", Quit.PadRight(9000))).Status.ShouldBe(503);
        (await Answer.ToPostAsync(host.Client, $"/webhooks/openim/secret/{Command}", Quit.PadRight(9000))).Status.ShouldBe(200);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        (await stranger).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("Content-Length: 5000\r\n\r\n{\"callbackCommand\":")]
    [InlineData("Content-Length: 5000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n{\"cal\r\n")]
    [InlineData("Content-Length: 2000000\r\n\r\nfar too long")]
    public async Task Post_TimeForTheBodyIsUp_Is408InTheVendorsWordsAndTheConnectionEnds(string headersAndBody)
    {
        await using var host = await WebHost.StartAsync("MaxBodyBytes=1000000", "Limits:BodyWithin=00:00:03.1250000");
        using var sender = await SlowSender.ConnectAsync(host.Client.BaseAddress!);
        await sender.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\n{headersAndBody}");
        await host.Time.UntilTimerAsync(TimeSpan.FromSeconds(3.125));

        host.Time.Advance(TimeSpan.FromSeconds(3.125));
        var answer = await sender.ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("Connection: close");
        JsonElement.Parse(answer[answer.IndexOf('{')..]).GetProperty("errMsg").GetString().ShouldBe("body-too-slow");
        (await PostAsync(host, Quit, chunked: false)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData($"{Path} HTTP/1.1\r\nContent-Encoding: gzip", 415)]
    [InlineData("/webhooks/nobody/x HTTP/1.1", 404)]
    [InlineData("/api/v1/replay HTTP/1.1", 401)]
    public async Task Post_RefusedWithMoreBodyThanTheServerDrops_IsToldThatTheConnectionEnds(string request, int status)
    {
        await using var host = await WebHost.StartAsync();
        using var sender = await SlowSender.ConnectAsync(host.Client.BaseAddress!);
        await sender.SendAsync($"POST {request}\r\nHost: x\r\nContent-Length: 31000000\r\n\r\n");

        (await sender.ReadLineAsync()).ShouldNotBeNull().ShouldContain($" {status} ");
        var headers = new List<string>();
        while (await sender.ReadLineAsync() is { Length: > 0 } header)
        {
            headers.Add(header);
        }

        headers.ShouldContain("Connection: close", "what it sends next on it would get no answer");
    }

    [Fact]
    public async Task Post_BodyThatNeverEnds_Is413AndHoldsNothing()
    {
        await using var host = await WebHost.StartAsync("MaxBodyBytes=10000", "Limits:MaxBodyBytesInFlight=10000");
        using var sender = await SlowSender.ConnectAsync(host.Client.BaseAddress!);
        await sender.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"400\r\n{new string(' ', 1024)}\r\n";
        for (var i = 0; i < 60; i++)
        {
            await sender.SendAsync(chunk);
        }

        (await sender.ReadLineAsync()).ShouldBe("HTTP/1.1 413 Payload Too Large");
        (await PostAsync(host, Quit.PadRight(10000), chunked: false)).Status.ShouldBe(200);
    }

    [Fact(Timeout = 60_000)]
    public async Task Post_BodyThatIsTooLargeAndGoesOn_HoldsNothingMeanwhile()
    {
        await using var host = await WebHost.StartAsync("MaxBodyBytes=10000", "Limits:MaxBodyBytesInFlight=10000");
        using var sender = await SlowSender.ConnectAsync(host.Client.BaseAddress!);
        await sender.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"400\r\n{new string(' ', 1024)}\r\n";
        var bytes = host.Services.GetRequiredService<WebhookAllowances>().Bytes;

        await SendAsync(1);
        await UntilAsync(() => bytes.Taken > 0);
        await SendAsync(12);
        await UntilAsync(() => bytes.Taken == 0);
        await SendAsync(60);

        // Not for being late, which ends it in time, and lets go of it too.
        (await sender.ReadLineAsync()).ShouldBe("HTTP/1.1 413 Payload Too Large");

        async Task SendAsync(int chunks)
        {
            for (var i = 0; i < chunks; i++)
            {
                await sender.SendAsync(chunk);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Task<Answer> PostAsync(WebHost host, string body, bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        return Answer.ToAsync(host.Client, request);
    }
}
