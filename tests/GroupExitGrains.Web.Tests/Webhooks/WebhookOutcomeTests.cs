using System.Text;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Tests.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Tests.Webhooks;

/// <summary>What a vendor is answered, and what becomes of what it sent.</summary>
public sealed class WebhookOutcomeTests
{
    private const string OpenImOk = """{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0}""";
    private const string TencentOk = """{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}""";
    private const string QuitCommand = "callbackAfterQuitGroupCommand";
    private const string QuitPath = $"/webhooks/openim/{QuitCommand}";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";
    private const string TencentPath = "/webhooks/tencent?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterMemberExit";
    private const string TencentQuit =
        """{"CallbackCommand":"Group.CallbackAfterMemberExit","GroupId":"@TGS#1","Type":"Public","ExitType":"Quit","Operator_Account":"a","ExitMemberList":[{"Member_Account":"a"}]}""";

    [Fact]
    public async Task Post_OpenImQuit_IsRecordedAndAnsweredOk()
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToPostAsync(host.Client, QuitPath, Quit);

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe(OpenImOk);
        answer.ContentType.ShouldBe("application/json");
        answer.Length.ShouldBe(OpenImOk.Length);
        var callback = host.Groups.Recorded.ShouldHaveSingleItem();
        callback.Id.ToString().ShouldBe(answer.CallbackId);
        callback.ReceivedAt.ShouldBe(host.Time.GetUtcNow());
        callback.Source.ShouldBe("openim");
        callback.Change.GroupId.ShouldBe("G001");
        Encoding.UTF8.GetString(callback.Request.Body.Span).ShouldBe(Quit);
    }

    [Fact]
    public async Task Post_TencentQuit_IsRecordedAndAnsweredOk()
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToPostAsync(host.Client, TencentPath, TencentQuit);

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe(TencentOk);
        host.Groups.Recorded.ShouldHaveSingleItem().Change.GroupId.ShouldBe("@TGS#1");
    }

    [Theory]
    [InlineData($"//webhooks//openim//{QuitCommand}")]
    [InlineData($"/webhooks/openim//{QuitCommand}/")]
    [InlineData($"/webhooks/openim/{QuitCommand}?contenttype=json")]
    public async Task Post_AddressWrittenLoosely_IsRecorded(string target)
    {
        await using var host = await WebHost.StartAsync();

        var answer = await WireRequest.SendAsync(
            host.Client.BaseAddress!, $"POST {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {Quit.Length}\r\n\r\n{Quit}");

        answer.ShouldStartWith("HTTP/1.1 200 ");
        host.Groups.Recorded.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Post_Duplicate_IsAnsweredOkAndCounted()
    {
        await using var host = await WebHost.StartAsync();
        host.Groups.Instead = callback => Task.FromResult(
            new Receipt(callback.Id, CallbackState.Duplicate, CallbackId.New(host.Time.GetUtcNow())));

        var answer = await Answer.ToPostAsync(host.Client, QuitPath, Quit);

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe(OpenImOk);
        Counts(host, "openim").Duplicates.ShouldBe(1);
    }

    [Theory]
    [InlineData("/webhooks/openim/callbackAfterSendGroupMsgCommand", """{"callbackCommand":"callbackAfterSendGroupMsgCommand"}""", OpenImOk)]
    [InlineData("/webhooks/tencent?CallbackCommand=C2C.CallbackAfterSendMsg", """{"CallbackCommand":"C2C.CallbackAfterSendMsg"}""", TencentOk)]
    public async Task Post_UnsupportedCommand_IsAnsweredOkCountedAndSampled(string address, string body, string ok)
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToPostAsync(host.Client, address, body);

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe(ok);
        host.Groups.Recorded.ShouldBeEmpty();
        var sample = await host.Rejections.NextAsync();
        sample.Cause.ShouldBe("unsupported-command");
        sample.Id.ToString().ShouldBe(answer.CallbackId);
        Counts(host, sample.Source).Unsupported[sample.Command!].ShouldBe(1);
    }

    [Fact]
    public async Task Post_UnsupportedCommandAllDay_IsSampledAFewTimesADay()
    {
        await using var host = await WebHost.StartAsync();
        const string Body = """{"callbackCommand":"callbackAfterSendGroupMsgCommand"}""";

        for (var day = 0; day < 2; day++)
        {
            for (var i = 0; i < 20; i++)
            {
                await Answer.ToPostAsync(host.Client, "/webhooks/openim/callbackAfterSendGroupMsgCommand", Body);
            }

            host.Time.Advance(TimeSpan.FromDays(1));
        }

        await host.StopAsync();
        host.Rejections.Count.ShouldBe(10);
        Counts(host, "openim").Unsupported["callbackAfterSendGroupMsgCommand"].ShouldBe(40);
    }

    [Theory]
    [InlineData("/webhooks/nobody/callbackAfterQuitGroupCommand")]
    [InlineData("/webhooks/OpenIM/callbackAfterQuitGroupCommand")]
    [InlineData("/webhooks/")]
    [InlineData("/webhooks")]
    public async Task Post_UnknownSource_Is404WithAnEmptyObject(string address)
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToPostAsync(host.Client, address, Quit);

        answer.Status.ShouldBe(404);
        answer.Text.ShouldBe("{}");
        answer.CallbackId.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("openim", QuitPath, "{", null)]
    [InlineData("openim", QuitPath, "", null)]
    [InlineData("openim", QuitPath, """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001"}""", null)]
    [InlineData("openim", QuitPath, """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":1,"userID":"u"}""", null)]
    [InlineData("openim", QuitPath, """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"","userID":"u"}""", null)]
    [InlineData("openim", QuitPath, """{"callbackCommand":"callbackAfterKickGroupCommand","groupID":"G","kickedUserIDs":["u"]}""", "command-mismatch")]
    [InlineData("openim", "/webhooks/openim", """{"groupID":"G","userID":"u"}""", "missing-command")]
    [InlineData("tencent", TencentPath, "[]", null)]
    public async Task Post_Malformed_Is400AndKeptWithItsBody(string source, string address, string body, string? cause)
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToPostAsync(host.Client, address, body);

        answer.Status.ShouldBe(400);
        ShouldBeFail(answer, source);
        var rejection = await host.Rejections.NextAsync();
        rejection.Id.ToString().ShouldBe(answer.CallbackId);
        rejection.Source.ShouldBe(source);
        rejection.Cause.ShouldBe(cause ?? rejection.Cause);
        rejection.RemoteIp.ShouldBe("127.0.0.1");
        Encoding.UTF8.GetString(rejection.Request.Body.Span).ShouldBe(body);
        Counts(host, source).Rejected[rejection.Cause].ShouldBe(1);
        host.Groups.Recorded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Send_OtherMethod_Is405InTheVendorsWords(string method)
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToAsync(host.Client, new HttpRequestMessage(new HttpMethod(method), QuitPath));

        answer.Status.ShouldBe(405);
        ShouldBeFail(answer, "openim");
    }

    [Fact]
    public async Task Send_Head_Is405WithoutABody()
    {
        await using var host = await WebHost.StartAsync();

        var answer = await Answer.ToAsync(host.Client, new HttpRequestMessage(HttpMethod.Head, QuitPath));

        answer.Status.ShouldBe(405);
        answer.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_NotStorable_Is503WithRetryAfter()
    {
        await using var host = await WebHost.StartAsync();
        host.Groups.Instead = _ => Task.FromException<Receipt>(new JournalUnavailableException("disk full"));

        foreach (var (source, address, body) in new[] { ("openim", QuitPath, Quit), ("tencent", TencentPath, TencentQuit) })
        {
            var answer = await Answer.ToPostAsync(host.Client, address, body);

            answer.Status.ShouldBe(503);
            answer.RetryAfter.ShouldBe("1");
            ShouldBeFail(answer, source);
            Counts(host, source).Unavailable.ShouldBe(1);
        }

        host.Rejections.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Post_LedgerFailsUnexpectedly_Is503AndLogged()
    {
        await using var host = await WebHost.StartAsync();
        host.Groups.Instead = _ => throw new InvalidOperationException("a defect");

        var answer = await Answer.ToPostAsync(host.Client, QuitPath, Quit);

        answer.Status.ShouldBe(503);
        ShouldBeFail(answer, "openim");
        host.Log.All.ShouldContain(line => line.Contains("a defect") && line.Contains($"RequestId:{answer.CallbackId}"));
    }

    [Fact]
    public async Task Post_StorageDoesNotAnswer_Is503AtTheDeadline()
    {
        await using var host = await WebHost.StartAsync("AnswerWithin=00:00:01");
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<Receipt>();
        host.Groups.Instead = _ =>
        {
            asked.SetResult();
            return never.Task;
        };

        var answering = Answer.ToPostAsync(host.Client, QuitPath, Quit);
        await asked.Task;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var answer = await answering;

        answer.Status.ShouldBe(503);
        answer.RetryAfter.ShouldBe("1");
        ShouldBeFail(answer, "openim");

        // How it ends is logged, although nobody waits for it.
        never.SetException(new JournalUnavailableException("at last"));
        await host.Log.UntilAsync(line => line.Contains("at last"));
    }

    [Fact]
    public async Task Post_RejectionNotStorable_IsAnsweredAllTheSame()
    {
        await using var host = await WebHost.StartAsync();
        host.Rejections.Fails = true;

        var answer = await Answer.ToPostAsync(host.Client, QuitPath, "{");

        answer.Status.ShouldBe(400);
        Counts(host, "openim").RejectionsNotKept.ShouldBe(1);
        host.Log.All.ShouldContain(line => line.Contains("could not be kept"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Post_RejectionStoreHangs_IsAnsweredSoon()
    {
        await using var host = await WebHost.StartAsync();
        host.Rejections.Hangs = true;

        var answering = Answer.ToPostAsync(host.Client, QuitPath, "{");
        await host.Time.UntilTimerAsync(TimeSpan.FromMilliseconds(250));
        host.Time.Advance(TimeSpan.FromMilliseconds(250));

        (await answering).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Post_ManyAtOnce_EachIsRecordedOnceUnderItsOwnId()
    {
        await using var host = await WebHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Answer.ToPostAsync(
            host.Client, QuitPath, Quit.Replace("user123", $"user{i}"))));

        answers.ShouldAllBe(answer => answer.Status == 200);
        host.Groups.Recorded.Select(callback => callback.Id.ToString())
            .ShouldBe(answers.Select(answer => answer.CallbackId!), ignoreOrder: true);
        host.Groups.Recorded.Select(callback => callback.Change.Users[0].UserId).Distinct().Count().ShouldBe(500);
        Counts(host, "openim").Received.ShouldBe(500);
        Counts(host, "openim").LastReceivedAt.ShouldBe(host.Time.GetUtcNow());
    }

    private static SourceCounts Counts(WebHost host, string source) =>
        host.Services.GetRequiredService<SourceActivity>().Of(source);

    private static void ShouldBeFail(Answer answer, string source)
    {
        answer.ContentType.ShouldBe("application/json");
        answer.CallbackId.ShouldNotBeNull();
        if (source == "openim")
        {
            answer.Json.GetProperty("actionCode").GetInt32().ShouldBe(1);
            answer.Json.GetProperty("nextCode").GetInt32().ShouldBe(0);
            answer.Json.GetProperty("errCode").GetInt32().ShouldBe(answer.Status);
            answer.Json.GetProperty("errMsg").GetString().ShouldNotBeNullOrEmpty();
        }
        else
        {
            answer.Json.GetProperty("ActionStatus").GetString().ShouldBe("FAIL");
            answer.Json.GetProperty("ErrorCode").GetInt32().ShouldNotBe(0);
            answer.Json.GetProperty("ErrorInfo").GetString().ShouldNotBeNullOrEmpty();
        }
    }
}
