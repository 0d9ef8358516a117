using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Web.Tests.Hosting;

namespace GroupExitGrains.Web.Tests.Webhooks;

/// <summary>Who may send.</summary>
public sealed class WebhookAccessTests
{
    private const string Command = "callbackAfterQuitGroupCommand";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";
    private const string TencentQuery = "SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterMemberExit";
    private const string TencentQuit =
        """{"CallbackCommand":"Group.CallbackAfterMemberExit","GroupId":"@TGS#1","Type":"Public","ExitType":"Quit","ExitMemberList":[{"Member_Account":"a"}]}""";

    private static readonly string[] s_secured =
    [
        "Sources:openim:Vendor=OpenIM", "Sources:openim:PathSecret=s3cret/ä", "Sources:openim:PathSecrets:0=newer-s3cret",
        "Sources:tencent:Vendor=TencentIM", "Sources:tencent:PathSecret=s3cret-tx", "Sources:tencent:SdkAppId=1400000000",
    ];

    [Theory]
    [InlineData($"/webhooks/openim/s3cret%2F%C3%A4/{Command}")]
    [InlineData($"/webhooks/openim/newer-s3cret/{Command}")]
    [InlineData($"/webhooks/openim//newer-s3cret//{Command}/")]
    public async Task Post_OneOfTheSecrets_IsRecorded(string address)
    {
        await using var host = await WebHost.StartAsync(s_secured);

        var answer = await Answer.ToPostAsync(host.Client, address, Quit);

        answer.Status.ShouldBe(200);
        host.Groups.Recorded.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Post_TencentWithSecret_IsRecorded()
    {
        await using var host = await WebHost.StartAsync(s_secured);

        var answer = await Answer.ToPostAsync(host.Client, $"/webhooks/tencent/s3cret-tx?{TencentQuery}", TencentQuit);

        answer.Status.ShouldBe(200);
        host.Groups.Recorded.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData($"/webhooks/openim/{Command}", Command)]
    [InlineData($"/webhooks/openim/wrong-s3cret/{Command}", Command)]
    [InlineData($"/webhooks/openim/{Command}/newer-s3cret", Command)]
    [InlineData("/webhooks/openim/wrong-s3cret", null)]
    [InlineData("/webhooks/openim", null)]
    [InlineData($"/webhooks/openim/newer-s3cret/{Command}/more-s3cret", Command)]
    public async Task Post_SecretWrongOrMissing_Is401AndKeptWithoutWhatWasPresented(string address, string? command)
    {
        await using var host = await WebHost.StartAsync(s_secured);

        var answer = await Answer.ToPostAsync(host.Client, address, Quit);

        answer.Status.ShouldBe(401);
        answer.Json.GetProperty("actionCode").GetInt32().ShouldBe(1);
        var rejection = await host.Rejections.NextAsync();
        rejection.Id.ToString().ShouldBe(answer.CallbackId);
        rejection.Cause.ShouldBe("wrong-secret");
        rejection.Command.ShouldBe(command);
        Encoding.UTF8.GetString(rejection.Request.Body.Span).ShouldBe(Quit);
        $"{rejection} {answer.Text}".ShouldNotContain("s3cret");
        host.Groups.Recorded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/webhooks/tencent?" + TencentQuery)]
    [InlineData("/webhooks/tencent/wrong-s3cret?" + TencentQuery)]
    [InlineData("/webhooks/tencent/s3cret-tx/more?" + TencentQuery)]
    public async Task Post_TencentSecretWrongOrMissing_Is401(string address)
    {
        await using var host = await WebHost.StartAsync(s_secured);

        var answer = await Answer.ToPostAsync(host.Client, address, TencentQuit);

        answer.Status.ShouldBe(401);
        answer.Json.GetProperty("ActionStatus").GetString().ShouldBe("FAIL");
        (await host.Rejections.NextAsync()).Cause.ShouldBe("wrong-secret");
    }

    [Theory]
    [InlineData($"/webhooks/openim/unexpected-s3cret/{Command}")]
    [InlineData("/webhooks/tencent/unexpected-s3cret?" + TencentQuery)]
    public async Task Post_SecretToASourceWithoutOne_Is401AndKept(string address)
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToPostAsync(host.Client, address, Quit);

        answer.Status.ShouldBe(401);
        var rejection = await host.Rejections.NextAsync();
        $"{rejection} {answer.Text}".ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Post_WrongSdkAppId_Is401()
    {
        await using var host = await WebHost.StartAsync(s_secured);

        var answer = await Answer.ToPostAsync(
            host.Client, "/webhooks/tencent/s3cret-tx?SdkAppid=1&CallbackCommand=Group.CallbackAfterMemberExit", TencentQuit);

        answer.Status.ShouldBe(401);
        await host.Rejections.NextAsync();
    }

    [Fact]
    public async Task Post_SignedTencentCallback_IsRecordedOnlyWithTheRightSignature()
    {
        await using var host = await WebHost.StartAsync("Sources:tencent:Vendor=TencentIM", "Sources:tencent:Token=t0ken");
        var time = host.Time.GetUtcNow().ToUnixTimeSeconds();
        var sign = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"t0ken{time}")));

        var right = await Answer.ToPostAsync(
            host.Client, $"/webhooks/tencent?{TencentQuery}&RequestTime={time}&Sign={sign}", TencentQuit);
        var wrong = await Answer.ToPostAsync(
            host.Client, $"/webhooks/tencent?{TencentQuery}&RequestTime={time + 1}&Sign={sign}", TencentQuit);

        right.Status.ShouldBe(200);
        wrong.Status.ShouldBe(401);
        var rejection = await host.Rejections.NextAsync();
        rejection.Request.Query.ShouldNotContain(sign);
        host.Groups.Recorded.ShouldHaveSingleItem().Request.Query.ShouldNotContain(sign);
    }

    [Theory]
    [InlineData("127.0.0.0/8", 200)]
    [InlineData("10.0.0.0/8", 401)]
    public async Task Post_NetworksLimited_OnlyFromThese(string network, int status)
    {
        await using var host = await WebHost.StartAsync(
            "Sources:openim:Vendor=OpenIM", $"Sources:openim:AllowedNetworks:0={network}");

        var answer = await Answer.ToPostAsync(host.Client, $"/webhooks/openim/{Command}", Quit);

        answer.Status.ShouldBe(status);
        if (status == 401)
        {
            (await host.Rejections.NextAsync()).Cause.ShouldBe("wrong-network");
        }
    }

    [Fact]
    public async Task Post_AnyOutcome_LogsNeitherSecretNorBodyNorAddress()
    {
        await using var host = await WebHost.StartAsync(s_secured);

        await Answer.ToPostAsync(host.Client, $"/webhooks/openim/newer-s3cret/{Command}", Quit);
        await Answer.ToPostAsync(host.Client, $"/webhooks/openim/wrong-s3cret/{Command}", Quit);
        await Answer.ToPostAsync(host.Client, $"/webhooks/openim/newer-s3cret/{Command}", "{\"user123");
        host.Groups.Instead = _ => throw new InvalidOperationException("a defect");
        await Answer.ToPostAsync(host.Client, $"/webhooks/openim/newer-s3cret/{Command}", Quit);

        host.Log.All.ShouldContain(line => line.Contains("a defect"));
        foreach (var told in new[] { "s3cret", "user123", Command })
        {
            host.Log.All.Where(line => line.Contains(told)).ShouldBeEmpty();
        }
    }
}
