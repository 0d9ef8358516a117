using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Tests.Webhooks;

public sealed class WebhookPathTests
{
    [Theory]
    [InlineData("/webhooks/openim/cmd", "openim", "cmd", null, false)]
    [InlineData("/webhooks/openim/secret/cmd", "openim", "secret", "cmd", false)]
    [InlineData("/webhooks/openim/secret/cmd/more", "openim", "secret", "cmd", true)]
    [InlineData("//webhooks///openim//cmd//", "openim", "cmd", null, false)]
    [InlineData("/webhooks/openim/cmd?contenttype=json", "openim", "cmd", null, false)]
    [InlineData("/webhooks/openim/cmd/?a=/b", "openim", "cmd", null, false)]
    [InlineData("/webhooks/tencent?SdkAppid=1&CallbackCommand=x", "tencent", null, null, false)]
    [InlineData("/webhooks/openim/a%2Fb/c%20d", "openim", "a/b", "c d", false)]
    [InlineData("/webhooks/openim/%zz", "openim", "%zz", null, false)]
    [InlineData("/Webhooks/openim", "openim", null, null, false)]
    [InlineData("/webhooks", "", null, null, false)]
    [InlineData("/webhooks/", "", null, null, false)]
    [InlineData("http://host:1/webhooks/openim/cmd", "openim", "cmd", null, false)]
    public void TryRead_Webhook_IsSplit(string target, string source, string? first, string? second, bool hasMore)
    {
        WebhookPath.TryRead(target, out var path).ShouldBeTrue();

        path.ShouldBe(new WebhookPath(source, first, second, hasMore));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("/webhook/openim")]
    [InlineData("/webhooksx/openim")]
    [InlineData("/api/v1/webhooks/openim")]
    [InlineData("http://host")]
    [InlineData("/?/webhooks/openim")]
    public void TryRead_SomethingElse_IsNot(string target) => WebhookPath.TryRead(target, out _).ShouldBeFalse();
}
