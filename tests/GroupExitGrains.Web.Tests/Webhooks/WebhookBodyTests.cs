using System.Net.Http.Headers;
using System.Text;
using GroupExitGrains.Web.Tests.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Tests.Webhooks;

/// <summary>Bodies that are too long, too short or not what they seem.</summary>
public sealed class WebhookBodyTests
{
    private const string Path = "/webhooks/openim/callbackAfterQuitGroupCommand";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";

    [Theory]
    [InlineData(false, 4096, 200)]
    [InlineData(false, 4097, 413)]
    [InlineData(true, 4096, 200)]
    [InlineData(true, 4097, 413)]
    [InlineData(false, 3_000_000, 413)]
    [InlineData(true, 3_000_000, 413)]
    public async Task Post_BodyAroundTheLimit_Is413AboveIt(bool chunked, int length, int status)
    {
        await using var host = await WebHost.StartAsync("MaxBodyBytes=4096");

        var answer = await PostAsync(host, Quit.PadRight(length), chunked);

        answer.Status.ShouldBe(status);
        answer.Json.GetProperty("actionCode").GetInt32().ShouldBe(status == 200 ? 0 : 1);
        answer.CallbackId.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_EightMebibytes_IsReadWhole(bool chunked)
    {
        await using var host = await WebHost.StartAsync();
        var body = Quit.PadRight(8 * 1024 * 1024);

        var answer = await PostAsync(host, body, chunked);

        answer.Status.ShouldBe(200);
        host.Groups.Recorded.ShouldHaveSingleItem().Request.Body.Length.ShouldBe(body.Length);
    }

    [Theory]
    [InlineData("Content-Length: 500\r\n\r\n{\"callbackCommand\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n40\r\n{\"callbackCommand\":")]
    [InlineData("Content-Length: 500\r\n\r\n")]
    public async Task Post_BodyCutOff_IsCountedAndTheNextRequestIsServed(string headersAndBody)
    {
        await using var host = await WebHost.StartAsync();

        await WireRequest.SendAndLeaveAsync(host.Client.BaseAddress!, $"POST {Path} HTTP/1.1\r\nHost: x\r\n{headersAndBody}");
        await host.Log.UntilAsync(line => line.Contains("incomplete-body"));
        var next = await Answer.ToPostAsync(host.Client, Path, Quit);

        next.Status.ShouldBe(200);
        host.Groups.Recorded.Count.ShouldBe(1);
        host.Services.GetRequiredService<SourceActivity>().Of("openim").Rejected["incomplete-body"].ShouldBe(1);
        host.Log.All.ShouldNotContain(line => line.Contains("unhandled exception"));
    }

    [Fact]
    public async Task Post_BodyFramedWrongly_Is400InTheVendorsWords()
    {
        await using var host = await WebHost.StartAsync();

        var answer = await WireRequest.SendAsync(
            host.Client.BaseAddress!, $"POST {Path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{Quit}\r\n");

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("\"actionCode\":1");
    }

    [Fact]
    public async Task Post_Compressed_Is415()
    {
        await using var host = await WebHost.StartAsync();
        using var content = new ByteArrayContent([0x1f, 0x8b, 8, 0]);
        content.Headers.ContentEncoding.Add("gzip");

        var answer = await Answer.ToAsync(host.Client, new HttpRequestMessage(HttpMethod.Post, Path) { Content = content });

        answer.Status.ShouldBe(415);
        answer.Json.GetProperty("actionCode").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Post_AnyContentType_IsRead()
    {
        await using var host = await WebHost.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Quit));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain");

        var answer = await Answer.ToAsync(host.Client, new HttpRequestMessage(HttpMethod.Post, Path) { Content = content });

        answer.Status.ShouldBe(200);
    }

    private static Task<Answer> PostAsync(WebHost host, string body, bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        return Answer.ToAsync(host.Client, request);
    }
}
