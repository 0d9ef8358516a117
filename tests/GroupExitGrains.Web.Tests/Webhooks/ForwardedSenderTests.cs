using System.Text;
using GroupExitGrains.Web.Tests.Hosting;

namespace GroupExitGrains.Web.Tests.Webhooks;

/// <summary>Whose word is taken for where a request comes from.</summary>
public sealed class ForwardedSenderTests
{
    private const string Address = "/webhooks/openim/callbackAfterQuitGroupCommand";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";

    [Theory]
    [InlineData(null, "10.0.0.7", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "10.0.0.7", "10.0.0.7")]
    [InlineData("127.0.0.0/8", "::ffff:10.0.0.7", "10.0.0.7")]
    [InlineData("127.0.0.0/8", "2001:db8::7", "2001:db8::7")]
    [InlineData("127.0.0.0/8", "192.0.2.66, 10.0.0.7", "10.0.0.7")]
    [InlineData("127.0.0.0/8", "10.0.0.7, 127.0.0.9", "10.0.0.7")]
    [InlineData("127.0.0.0/8", "nonsense", "127.0.0.1")]
    [InlineData("192.0.2.0/24", "10.0.0.7", "127.0.0.1")]
    public async Task Post_XForwardedFor_IsBelievedOfConfiguredProxiesAlone(string? proxies, string forwarded, string sender)
    {
        await using var host = await WebHost.StartAsync(
            ["Sources:openim:Vendor=OpenIM", "Sources:openim:PathSecret=s3cret", .. proxies is null ? [] : new[] { $"Proxies:0={proxies}" }]);

        await SendAsync(host, forwarded);

        (await host.Rejections.NextAsync()).RemoteIp.ShouldBe(sender);
    }

    [Theory]
    [InlineData("10.0.0.7", 200)]
    [InlineData("192.0.2.66", 401)]
    [InlineData("10.0.0.7, 192.0.2.66", 401)]
    public async Task Post_NetworksLimited_TheForwardedAddressCounts(string forwarded, int status)
    {
        await using var host = await WebHost.StartAsync(
            "Sources:openim:Vendor=OpenIM", "Sources:openim:AllowedNetworks:0=10.0.0.0/8", "Proxies:0=127.0.0.1/32");

        (await SendAsync(host, forwarded)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("Proxies:0=10.0.0.0/8", 401)]
    [InlineData("Proxies:0=127.0.0.0/8", 200)]
    public async Task Post_SenderClaimsToBeInANetwork_OnlyAProxyMay(string proxies, int status)
    {
        await using var host = await WebHost.StartAsync(
            "Sources:openim:Vendor=OpenIM", "Sources:openim:AllowedNetworks:0=10.0.0.0/8", proxies);

        (await SendAsync(host, "10.0.0.7")).Status.ShouldBe(status);
    }

    private static Task<Answer> SendAsync(WebHost host, string forwarded)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new StringContent(Quit, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        return Answer.ToAsync(host.Client, request);
    }
}
