using System.Text.Json;

namespace GroupExitGrains.Vendors.Tests.OpenIm;

public sealed class OpenImAnswersTests
{
    private const string SetGroupInfo = "callbackBeforeSetGroupInfoCommand";
    private const string SetGroupInfoEx = "callbackBeforeSetGroupInfoExCommand";

    [Fact]
    public void Ok_IsExactlyTheVendorsFields() =>
        KnownVendors.OpenIm.Ok.Text().ShouldBe("""{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0}""");

    [Fact]
    public void Fail_SaysWhyAndNeverBlocks()
    {
        var answer = KnownVendors.OpenIm.Fail(
            Given.OpenIm("callbackAfterQuitGroupCommand", "{}"), 400, "missing-field", "userID: is \"missing\"").Text();

        answer.ShouldBe(
            """{"actionCode":1,"errCode":400,"errMsg":"missing-field","errDlt":"userID: is \u0022missing\u0022","nextCode":0}""");
    }

    [Fact]
    public void Fail_NothingKnownOfTheRequest_IsStillAnObject()
    {
        using var answer = JsonDocument.Parse(KnownVendors.OpenIm.Fail(default, 413, "too-large", "8 MiB at most"));

        answer.RootElement.GetProperty("nextCode").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void Read_BeforeSetGroupInfo_EchoesWhatIsCopiedAndNothingElse()
    {
        // ex, needVerification and the like are zero here for "unchanged": to echo them would set them.
        var ignored = KnownVendors.OpenIm.Read(Given.OpenIm(SetGroupInfo,
            $$"""
            {"callbackCommand":"{{SetGroupInfo}}","operationID":"1","groupID":"g","groupName":"\u003cN\u003e","notification":"n",
            "introduction":"","faceURL":"f","ex":"","needVerification":0,"lookMemberInfo":0,"applyMemberFriend":0}
            """)).Ignored();

        ignored.Answer.Text().ShouldBe(
            """{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0,"groupID":"g","groupName":"\u003cN\u003e","notification":"n","introduction":"","faceURL":"f"}""");
    }

    [Theory]
    [InlineData(SetGroupInfoEx)]
    [InlineData("callbackBeforeSetGroupInfoEXCommand")]
    public void Read_BeforeSetGroupInfoEx_EchoesEveryFieldNullIncluded(string command)
    {
        var ignored = KnownVendors.OpenIm.Read(Given.OpenIm(command,
            $$"""
            {"callbackCommand":"{{command}}","operationID":"","groupID":"g","groupName":"N","notification":null,
            "introduction":null,"faceURL":null,"ex":"","needVerification":0,"lookMemberInfo":null,"applyMemberFriend":1}
            """)).Ignored();

        ignored.Answer.Text().ShouldBe(
            """{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0,"groupID":"g","groupName":"N","notification":null,"introduction":null,"faceURL":null,"ex":"","needVerification":0,"lookMemberInfo":null,"applyMemberFriend":1}""");
    }

    [Fact]
    public void Fail_BeforeSetGroupInfo_EchoesToo()
    {
        var answer = KnownVendors.OpenIm.Fail(
            Given.OpenIm(SetGroupInfo, """{"groupID":"g","groupName":"N"}"""), 401, "wrong-secret", "the path").Text();

        answer.ShouldBe(
            """{"actionCode":1,"errCode":401,"errMsg":"wrong-secret","errDlt":"the path","nextCode":0,"groupID":"g","groupName":"N"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"groupID\":")]
    [InlineData("[]")]
    [InlineData("{\"groupID\":\"g\",\"groupID\":\"h\"}")]
    public void Fail_BeforeSetGroupInfoWithoutSense_EchoesNothing(string body) => KnownVendors.OpenIm
        .Fail(Given.OpenIm(SetGroupInfo, body), 400, "not-json", "").Text()
        .ShouldBe("""{"actionCode":1,"errCode":400,"errMsg":"not-json","errDlt":"","nextCode":0}""");
}
