namespace GroupExitGrains.Vendors.Tests.OpenIm;

public sealed class OpenImRefusalsTests
{
    private const string Quit = "callbackAfterQuitGroupCommand";
    private const string Kick = "callbackAfterKickGroupCommand";
    private const string Dismiss = "callbackAfterDisMissGroupCommand";
    private const string Create = "callbackAfterCreateGroupCommand";

    [Theory]
    [InlineData(Quit, """{"groupID":"g"}""", "missing-field", "userID: is missing")]
    [InlineData(Quit, """{"userID":"u"}""", "missing-field", "groupID: is missing")]
    [InlineData(Quit, """{"groupID":"g","userID":7}""", "wrong-type", "userID: expected a string, found a number")]
    [InlineData(Quit, """{"groupID":"g","userID":null}""", "wrong-type", "userID: expected a string, found null")]
    [InlineData(Quit, """{"groupID":["g"],"userID":"u"}""", "wrong-type", "groupID: expected a string, found an array")]
    [InlineData(Quit, """{"groupID":{},"userID":"u"}""", "wrong-type", "groupID: expected a string, found an object")]
    [InlineData(Quit, """{"groupID":true,"userID":"u"}""", "wrong-type", "groupID: expected a string, found a boolean")]
    [InlineData(Quit, """{"groupID":"","userID":"u"}""", "malformed-id", "groupID: is empty")]
    [InlineData(Quit, """{"groupID":"a\u0000b","userID":"u"}""", "malformed-id", "groupID: has the control character U+0000")]
    [InlineData(Quit, """{"groupID":"g","userID":"\ud800"}""", "malformed-id", "userID: has an unpaired surrogate")]
    [InlineData(Quit, """{"groupID":"g","userID":"\udc00\ud800"}""", "malformed-id", "userID: has an unpaired surrogate")]
    [InlineData(Quit, """{"groupID":"g","userID":"u","userID":"v"}""", "duplicate-field", "userID: occurs more than once")]
    [InlineData(Quit, """{"groupID":"g","userID":"u","user\u0049D":"v"}""", "duplicate-field", "userID: occurs more than once")]
    [InlineData(Quit, """{"groupID":"g","userID":"u","operationID":1}""", "wrong-type", "operationID: expected a string, found a number")]
    [InlineData(Kick, """{"groupID":"g"}""", "missing-field", "kickedUserIDs: is missing")]
    [InlineData(Kick, """{"groupID":"g","kickedUserIDs":"[u1,u2]"}""", "wrong-type", "kickedUserIDs: expected an array, found a string")]
    [InlineData(Kick, """{"groupID":"g","kickedUserIDs":["a","b","c",4]}""", "wrong-type", "kickedUserIDs[3]: expected a string, found a number")]
    [InlineData(Kick, """{"groupID":"g","kickedUserIDs":["a",["b"]]}""", "wrong-type", "kickedUserIDs[1]: expected a string, found an array")]
    [InlineData(Kick, """{"groupID":"g","kickedUserIDs":["a",""]}""", "malformed-id", "kickedUserIDs[1]: is empty")]
    [InlineData(Kick, """{"groupID":"g","kickedUserIDs":["a"],"reason":5}""", "wrong-type", "reason: expected a string, found a number")]
    [InlineData(Kick, """{"groupID":"g","kickedUserIDs":["a"],"reason":"\udfff"}""", "malformed-text", "reason: has an unpaired surrogate")]
    [InlineData(Dismiss, """{"groupID":"g","ownerID":"o"}""", "missing-field", "membersID: is missing")]
    [InlineData(Create, """{"groupID":"g"}""", "missing-field", "initMemberList: is missing")]
    [InlineData(Create, """{"groupID":"g","initMemberList":["a"]}""", "wrong-type", "initMemberList[0]: expected an object, found a string")]
    [InlineData(Create, """{"groupID":"g","initMemberList":[{"userID":"a","roleLevel":20},{}]}""", "missing-field", "initMemberList[1].userID: is missing")]
    [InlineData(Create, """{"groupID":"g","initMemberList":[{"userID":"a","roleLevel":"20"}]}""", "wrong-type", "initMemberList[0].roleLevel: expected a number, found a string")]
    [InlineData(Create, """{"groupID":"g","initMemberList":[{"userID":"a","roleLevel":37}]}""", "wrong-value", "initMemberList[0].roleLevel: expected 100, 60 or 20")]
    [InlineData(Create, """{"groupID":"g","initMemberList":[{"userID":"a","roleLevel":2e1}]}""", "wrong-value", "initMemberList[0].roleLevel: expected a whole number of 64 bits")]
    [InlineData(Create, """{"groupID":"g","initMemberList":[{"userID":"a","userID":"b"}]}""", "duplicate-field", "initMemberList[0].userID: occurs more than once")]
    [InlineData("callbackAfterJoinGroupCommand", """{"groupID":"g"}""", "missing-field", "inviterUserID: is missing")]
    [InlineData("callbackAfterTransferGroupOwnerCommand", """{"groupID":"g","newOwnerUserID":"n"}""", "missing-field", "oldOwnerUserID: is missing")]
    [InlineData("callbackAfterSetGroupMemberInfoCommand", """{"groupID":"g","userID":"u","roleLevel":100}""", "wrong-value", "roleLevel: an owner is made by a transfer only")]
    public void Read_WrongField_NamesItAndWhatIsWrong(string command, string body, string cause, string detail)
    {
        var refused = KnownVendors.OpenIm.Read(Given.OpenIm(command, body)).Malformed(cause);

        refused.Detail.ShouldBe(detail);
        refused.Command.ShouldBe(command);
    }

    [Fact]
    public void Read_IdOf256Bytes_IsAnIdAndOneMoreIsNot()
    {
        Quitter(new string('\u00e9', 128)).Recognised();
        Quitter(new string('\u00e9', 128) + "x").Malformed("malformed-id").Detail.ShouldBe("userID: is longer than 256 bytes");
        Quitter(new string('x', 300)).Malformed("malformed-id");
        Quitter(string.Concat(Enumerable.Repeat("\\u0041", 256))).Recognised();
        Quitter(string.Concat(Enumerable.Repeat("\\u0041", 257))).Malformed("malformed-id");
    }

    [Fact]
    public void Read_DuplicateOfAFieldWithoutUse_IsNoConcern() => KnownVendors.OpenIm
        .Read(Given.OpenIm(Quit, """{"groupID":"g","userID":"u","ex":1,"ex":2,"\ud800":3}""")).Recognised();

    private static ReadResult Quitter(string userId) =>
        KnownVendors.OpenIm.Read(Given.OpenIm(Quit, $$"""{"groupID":"g","userID":"{{userId}}"}"""));
}
