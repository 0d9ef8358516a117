using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests.OpenIm;

public sealed class OpenImCommandsTests
{
    // One body that has what any of the commands needs.
    private const string Fields =
        """
        "groupID":"g","userID":"u","kickedUserIDs":["u"],"membersID":["u"],"oldOwnerUserID":"o","newOwnerUserID":"u",
        "inviterUserID":"u","initMemberList":[{"userID":"u","roleLevel":100}],"ownerUserID":"u","roleLevel":60
        """;

    [Theory]
    [InlineData("callbackAfterQuitGroupCommand", ChangeKind.Quit)]
    [InlineData("callbackQuitGroupCommand", ChangeKind.Quit)]
    [InlineData("callbackAfterKickGroupCommand", ChangeKind.Kicked)]
    [InlineData("callbackKillGroupCommand", ChangeKind.Kicked)]
    [InlineData("kickGroupMemberCommand", ChangeKind.Kicked)]
    [InlineData("callbackAfterKickGroupMemberCommand", ChangeKind.Kicked)]
    [InlineData("callbackAfterDisMissGroupCommand", ChangeKind.Dismissed)]
    [InlineData("callbackDisMissGroupCommand", ChangeKind.Dismissed)]
    [InlineData("callbackAfterDismissGroupCommand", ChangeKind.Dismissed)]
    [InlineData("callbackAfterTransferGroupOwnerCommand", ChangeKind.OwnerChanged)]
    [InlineData("callbackAfterTransferGroupOwner", ChangeKind.OwnerChanged)]
    [InlineData("callbackTransferGroupOwnerAfter", ChangeKind.OwnerChanged)]
    [InlineData("transferGroupOwnerAfterCommand", ChangeKind.OwnerChanged)]
    [InlineData("callbackAfterJoinGroupCommand", ChangeKind.Joined)]
    [InlineData("callbackAfterCreateGroupCommand", ChangeKind.Created)]
    [InlineData("callbackAfterSetGroupMemberInfoCommand", ChangeKind.RoleChanged)]
    public void Read_EachSpelling_IsItsChange(string command, ChangeKind kind)
    {
        var body = $$"""{"callbackCommand":"{{command}}",{{Fields}}}""";

        foreach (var inPath in new[] { command, null, "" })
        {
            var callback = KnownVendors.OpenIm.Read(Given.OpenIm(inPath, body)).Recognised();
            callback.Command.ShouldBe(command);
            callback.Change.Kind.ShouldBe(kind);
        }
    }

    [Theory]
    [InlineData("callbackBeforeMembersJoinGroupCommand")]
    [InlineData("callbackBeforeMemberJoinGroupCommand")]
    [InlineData("callbackBeforeInviteJoinGroupCommand")]
    [InlineData("callbackBeforeJoinGroupCommand")]
    [InlineData("callbackBeforeCreateGroupCommand")]
    [InlineData("callbackBeforeSetGroupMemberInfoCommand")]
    [InlineData("CallbackBeforeSetGroupMemberInfoCommand")]
    [InlineData("callbackAfterSetGroupInfoCommand")]
    [InlineData("callbackAfterSendGroupMsgCommand")]
    [InlineData("callbackAfterUserKickOffCommand")]
    [InlineData("callbackOfTomorrow")]
    public void Read_CommandWithoutUse_IsIgnoredWithThePlainOk(string command)
    {
        var ignored = KnownVendors.OpenIm
            .Read(Given.OpenIm(command, $$"""{"callbackCommand":"{{command}}",{{Fields}}}""")).Ignored();

        ignored.Command.ShouldBe(command);
        ignored.Reason.ShouldBe("unsupported-command");
        ignored.Answer.Text().ShouldBe("""{"actionCode":0,"errCode":0,"errMsg":"","errDlt":"","nextCode":0}""");
    }

    [Fact]
    public void Read_CommandsDiffer_IsRefused()
    {
        var refused = KnownVendors.OpenIm.Read(Given.OpenIm(
            "callbackAfterQuitGroupCommand", $$"""{"callbackCommand":"callbackAfterKickGroupCommand",{{Fields}}}"""));

        refused.Malformed("command-mismatch").Command.ShouldBe("callbackAfterQuitGroupCommand");
    }

    [Fact]
    public void Read_TwoSpellingsOfOneCommand_Differ() => KnownVendors.OpenIm
        .Read(Given.OpenIm("callbackQuitGroupCommand", $$"""{"callbackCommand":"callbackAfterQuitGroupCommand",{{Fields}}}"""))
        .Malformed("command-mismatch");

    [Fact]
    public void Read_KnownCommandOnlyInThePath_IsTaken() => KnownVendors.OpenIm
        .Read(Given.OpenIm("callbackAfterQuitGroupCommand", $$"""{{{Fields}}}""")).Recognised()
        .Change.Kind.ShouldBe(ChangeKind.Quit);

    [Fact]
    public void Read_CommandInTheQuery_IsTakenAsBeforeVersion35() => KnownVendors.OpenIm
        .Read(Given.OpenIm(null, $$"""{{{Fields}}}""") with { Query = "callbackCommand=callbackQuitGroupCommand" })
        .Recognised().Command.ShouldBe("callbackQuitGroupCommand");

    [Fact]
    public void Read_QueryBesideAPath_IsNotLookedAt() => KnownVendors.OpenIm
        .Read(Given.OpenIm("callbackAfterQuitGroupCommand", $$"""{{{Fields}}}""") with { Query = "callbackCommand=other" })
        .Recognised().Command.ShouldBe("callbackAfterQuitGroupCommand");

    [Fact]
    public void Read_UnknownWordOnlyInThePath_IsNotKeptAnywhere()
    {
        // It may be a secret sent to a source that has none.
        var refused = KnownVendors.OpenIm.Read(Given.OpenIm("s3cret", $$"""{{{Fields}}}""")).Malformed("missing-field");

        refused.Command.ShouldBeNull();
        refused.Detail.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Read_NoCommandAtAll_IsRefused() =>
        KnownVendors.OpenIm.Read(Given.OpenIm(null, $$"""{{{Fields}}}""")).Malformed("missing-command");

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("has\\u0000nul")]
    [InlineData("gruppe-\u00e4")]
    public void Read_CommandOfStrangeCharacters_IsRefused(string command) => KnownVendors.OpenIm
        .Read(Given.OpenIm(null, $$"""{"callbackCommand":"{{command}}",{{Fields}}}""")).Malformed("malformed-command");

    [Fact]
    public void Read_CommandOfAHundredThousandCharacters_IsRefusedWithoutBeingRepeated()
    {
        var refused = KnownVendors.OpenIm
            .Read(Given.OpenIm(null, $$"""{"callbackCommand":"{{new string('c', 100_000)}}"}""")).Malformed("malformed-command");

        refused.Detail.Length.ShouldBeLessThan(200);
        refused.Command.ShouldBeNull();
    }

    [Fact]
    public void Read_EscapedCommandInTheBody_EqualsThePlainOneInThePath() => KnownVendors.OpenIm
        .Read(Given.OpenIm(
            "callbackAfterQuitGroupCommand", $$"""{"callbackCommand":"\u0063allbackAfterQuitGroupCommand",{{Fields}}}"""))
        .Recognised().Command.ShouldBe("callbackAfterQuitGroupCommand");
}
