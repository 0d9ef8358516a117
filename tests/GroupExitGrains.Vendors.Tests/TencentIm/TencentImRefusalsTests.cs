namespace GroupExitGrains.Vendors.Tests.TencentIm;

public sealed class TencentImRefusalsTests
{
    private const string Exit = "Group.CallbackAfterMemberExit";
    private const string List = "\"ExitMemberList\":[{\"Member_Account\":\"jared\"}]";

    [Theory]
    [InlineData($$"""{"ExitType":"Quit",{{List}}}""", "missing-field", "GroupId: is missing")]
    [InlineData($$"""{"GroupId":"g",{{List}}}""", "missing-field", "ExitType: is missing or empty")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Banned",{{List}}}""", "unknown-exit-type", "ExitType: expected Quit or Kicked")]
    [InlineData($$"""{"GroupId":"g","ExitType":"quit",{{List}}}""", "unknown-exit-type", "ExitType: expected Quit or Kicked")]
    [InlineData($$"""{"GroupId":"g","ExitType":1,{{List}}}""", "wrong-type", "ExitType: expected a string, found a number")]
    [InlineData($$"""{"GroupId":1,"ExitType":"Quit",{{List}}}""", "wrong-type", "GroupId: expected a string, found a number")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","Type":3,{{List}}}""", "wrong-type", "Type: expected a string, found a number")]
    [InlineData("""{"GroupId":"g","ExitType":"Quit"}""", "missing-field", "ExitMemberList: is missing")]
    [InlineData("""{"GroupId":"g","ExitType":"Quit","ExitMemberList":null}""", "wrong-type", "ExitMemberList: expected an array, found null")]
    [InlineData("""{"GroupId":"g","ExitType":"Quit","ExitMemberList":["jared"]}""", "wrong-type", "ExitMemberList[0]: expected an object, found a string")]
    [InlineData("""{"GroupId":"g","ExitType":"Quit","ExitMemberList":[{"Member_Account":12}]}""", "wrong-type", "ExitMemberList[0].Member_Account: expected a string, found a number")]
    [InlineData("""{"GroupId":"g","ExitType":"Quit","ExitMemberList":[{"Member_Account":""}]}""", "malformed-id", "ExitMemberList[0].Member_Account: is empty")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Kicked","Operator_Account":"a\nb",{{List}}}""", "malformed-id", "Operator_Account: has the control character U+000A")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","ExitType":"Kicked",{{List}}}""", "duplicate-field", "ExitType: occurs more than once")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","EventTime":-1,{{List}}}""", "wrong-value", "EventTime: is no time in milliseconds since 1970")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","EventTime":"-1",{{List}}}""", "wrong-value", "EventTime: is no time in milliseconds since 1970")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","EventTime":253402300800000,{{List}}}""", "wrong-value", "EventTime: is no time in milliseconds since 1970")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","EventTime":1.5,{{List}}}""", "wrong-value", "EventTime: expected a whole number of 64 bits")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","EventTime":"noon",{{List}}}""", "wrong-value", "EventTime: is no whole number of milliseconds")]
    [InlineData($$"""{"GroupId":"g","ExitType":"Quit","EventTime":[],{{List}}}""", "wrong-type", "EventTime: expected a number or a string, found an array")]
    public void Read_WrongField_NamesItAndWhatIsWrong(string body, string cause, string detail)
    {
        var refused = KnownVendors.TencentIm
            .Read(Given.Tencent(body, $"SdkAppid=1&CallbackCommand={Exit}")).Malformed(cause);

        refused.Detail.ShouldBe(detail);
        refused.Command.ShouldBe(Exit);
    }

    [Theory]
    [InlineData("Group.CallbackAfterNewMemberJoin", """{"GroupId":"g"}""", "NewMemberList: is missing")]
    [InlineData("Group.CallbackAfterChangeGroupOwner", """{"GroupId":"g"}""", "NewOwner_Account: is missing")]
    [InlineData("Group.CallbackAfterMemberFieldChanged", """{"GroupId":"g","Role":"Admin"}""", "Member_Account: is missing")]
    [InlineData("Group.CallbackAfterMemberFieldChanged", """{"GroupId":"g","Member_Account":"u","Role":"King"}""", "Role: expected Admin or Member")]
    public void Read_OtherCommands_NameTheFieldToo(string command, string body, string detail) => KnownVendors.TencentIm
        .Read(Given.Tencent(body, $"CallbackCommand={command}")).Refused().Detail.ShouldBe(detail);

    [Fact]
    public void Read_CommandsDiffer_IsRefused() => KnownVendors.TencentIm
        .Read(Given.Tencent($$"""{"CallbackCommand":"{{Exit}}"}""", "CallbackCommand=Group.CallbackAfterNewMemberJoin"))
        .Malformed("command-mismatch");

    [Fact]
    public void Read_NoCommand_IsRefused() => KnownVendors.TencentIm.Read(Given.Tencent("{}")).Malformed("missing-command");

    [Fact]
    public void Read_CommandOnlyInTheBody_IsTaken() => KnownVendors.TencentIm
        .Read(Given.Tencent($$"""{"CallbackCommand":"{{Exit}}","GroupId":"g","ExitType":"Quit",{{List}}}"""))
        .Recognised().Command.ShouldBe(Exit);

    [Theory]
    [InlineData("Group.CallbackOnMemberStateChange")]
    [InlineData("Group.CallbackAfterGroupFull")]
    [InlineData("Group.CallbackAfterGroupInfoChanged")]
    [InlineData("Group.CallbackBeforeApplyJoinGroup")]
    [InlineData("Group.CallbackBeforeInviteJoinGroup")]
    [InlineData("Group.CallbackBeforeCreateGroup")]
    [InlineData("State.StateChange")]
    [InlineData("C2C.CallbackAfterSendMsg")]
    public void Read_CommandWithoutUse_IsIgnored(string command)
    {
        var ignored = KnownVendors.TencentIm
            .Read(Given.Tencent($$"""{"CallbackCommand":"{{command}}"}""", $"SdkAppid=1&CallbackCommand={command}")).Ignored();

        ignored.Command.ShouldBe(command);
        ignored.Reason.ShouldBe("unsupported-command");
        ignored.Answer.ShouldBe(KnownVendors.TencentIm.Ok);
    }

    [Fact]
    public void Ok_IsExactlyTheVendorsFields() =>
        KnownVendors.TencentIm.Ok.Text().ShouldBe("""{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}""");

    [Fact]
    public void Fail_SaysWhyWithACodeThatIsNotZero() => KnownVendors.TencentIm
        .Fail(default, 401, "wrong-signature", "Sign is missing").Text()
        .ShouldBe("""{"ActionStatus":"FAIL","ErrorInfo":"wrong-signature: Sign is missing","ErrorCode":401}""");
}
