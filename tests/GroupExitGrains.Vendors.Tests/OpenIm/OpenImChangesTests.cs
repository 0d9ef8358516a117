using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests.OpenIm;

public sealed class OpenImChangesTests
{
    [Fact]
    public void Created_UsersListedTwice_CountOnceWithTheHighestRole()
    {
        var change = Read("callbackAfterCreateGroupCommand",
            """
            "groupID":"g","ownerUserID":"o","initMemberList":[{"userID":"o","roleLevel":100},{"userID":"a","roleLevel":60},
            {"userID":"m","roleLevel":20},{"userID":"a","roleLevel":20},{"userID":"o","roleLevel":20}]
            """);

        change.Names().ShouldBe("o:Owner a:Admin m:Member");
        change.ListsAllMembers.ShouldBeTrue();
    }

    [Fact]
    public void Created_HighestRoleLast_StillWins() => Read("callbackAfterCreateGroupCommand",
        """
        "groupID":"g","ownerUserID":"","initMemberList":[{"userID":"a","roleLevel":20},{"userID":"a","roleLevel":60}]
        """).Names().ShouldBe("a:Admin");

    [Fact]
    public void Created_OperatorListedBehindTheOwner_IsTakenAtTheVendorsWord() => Read("callbackAfterCreateGroupCommand",
        """
        "groupID":"g","ownerUserID":"o","creatorUserID":"imAdmin","memberCount":2,"initMemberList":[
        {"userID":"o","roleLevel":100},{"userID":"o","roleLevel":20},{"userID":"imAdmin","roleLevel":20}]
        """).Names().ShouldBe("o:Owner imAdmin:Member");

    [Fact]
    public void Created_OwnerNotListed_IsAMember() => Read("callbackAfterCreateGroupCommand",
        """ "groupID":"g","ownerUserID":"o","initMemberList":[{"userID":"m","roleLevel":20}] """)
        .Names().ShouldBe("m:Member o:Owner");

    [Fact]
    public void Created_NullList_IsNotTheWholeMembership()
    {
        var change = Read("callbackAfterCreateGroupCommand",
            """ "groupID":"g","ownerUserID":"o","initMemberList":null """);

        change.ListsAllMembers.ShouldBeFalse();
        change.Names().ShouldBe("o:Owner");
    }

    [Fact]
    public void Created_CreateTime_IsNotTheTimeOfTheEvent() => Read("callbackAfterCreateGroupCommand",
        """ "groupID":"g","createTime":1646445464568,"initMemberList":[] """).OccurredAt.ShouldBeNull();

    [Theory]
    [InlineData(""" "inviterUserID":"joiner" """)]
    [InlineData(""" "inviterUserID":"inviter","userID":"joiner" """)]
    [InlineData(""" "inviterUserID":"joiner","userID":"" """)]
    [InlineData(""" "inviterUserID":"joiner","userID":null """)]
    [InlineData(""" "userID":"joiner","ex":"Extra data","groupEx":"GroupExtra data" """)]
    public void Joined_TheJoiner_IsTheUserOrElseTheInviter(string fields)
    {
        var change = Read("callbackAfterJoinGroupCommand", $""" "groupID":"g",{fields} """);

        change.Names().ShouldBe("joiner");
        change.OperatorId.ShouldBeNull();
        change.OperatorBasis.ShouldBe(OperatorBasis.Unknown);
    }

    [Theory]
    [InlineData("""["u1","u2"]""", "u1 u2")]
    [InlineData("""["u1","u2","u1"]""", "u1 u2")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public void Kicked_AnyList_IsItsUsersOnce(string list, string users) =>
        Read("callbackAfterKickGroupCommand", $""" "groupID":"g","kickedUserIDs":{list} """).Names().ShouldBe(users);

    [Theory]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("\"rude\"", "rude")]
    [InlineData("\" rude\\r\\n\"", " rude\r\n")]
    [InlineData("\"a\\u0000b\"", "a\uFFFDb")]
    [InlineData("\"\\u003cb\\u003e \\ud83d\\ude00\"", "<b> \U0001F600")]
    public void Kicked_Reason_IsKeptAsSentWithoutNul(string json, string? reason) =>
        Read("callbackAfterKickGroupCommand", $""" "groupID":"g","kickedUserIDs":["u"],"reason":{json} """)
            .Reason.ShouldBe(reason);

    [Theory]
    [InlineData("\"\\u0002\"", "WorkingGroup")]
    [InlineData("\"2\"", "WorkingGroup")]
    [InlineData("2", "WorkingGroup")]
    [InlineData("\"\\u0000\"", "0")]
    [InlineData("\"\\u0001\"", "1")]
    [InlineData("1", "1")]
    [InlineData("\"group_001\"", "group_001")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void Dismissed_GroupType_IsReadLeniently(string json, string? type) =>
        Read("callbackAfterDisMissGroupCommand", $""" "groupID":"g","ownerID":"o","membersID":null,"groupType":{json} """)
            .GroupType.ShouldBe(type);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void Dismissed_SecondTime_NamesNobody(string members)
    {
        var change = Read("callbackAfterDisMissGroupCommand", $""" "groupID":"g","ownerID":"o","membersID":{members} """);

        change.Users.ShouldBeEmpty();
        change.ListsAllMembers.ShouldBeFalse();
    }

    [Fact]
    public void Dismissed_Owner_IsCountedOnlyIfListed() => Read("callbackAfterDisMissGroupCommand",
        """ "groupID":"g","ownerID":"o","membersID":["m"] """).Names().ShouldBe("m");

    [Fact]
    public void OwnerChanged_OwnersSwapRoles()
    {
        var change = Read("callbackAfterTransferGroupOwnerCommand",
            """ "groupID":"g","oldOwnerUserID":"old","newOwnerUserID":"new" """);

        change.Names().ShouldBe("new:Owner");
        change.OldOwnerId.ShouldBe("old");
        change.OwnersSwapRoles.ShouldBeTrue();
    }

    [Theory]
    [InlineData(60, "u:Admin")]
    [InlineData(20, "u:Member")]
    public void MemberInfoChanged_WithARole_IsAChangeOfRole(int level, string users) => Read(
        "callbackAfterSetGroupMemberInfoCommand",
        $""" "groupID":"g","userID":"u","nickName":null,"faceURL":null,"roleLevel":{level},"ex":null """)
        .Names().ShouldBe(users);

    [Theory]
    [InlineData(""" "roleLevel":null, """)]
    [InlineData("")]
    public void MemberInfoChanged_WithoutARole_IsIgnored(string role)
    {
        var ignored = KnownVendors.OpenIm.Read(Given.OpenIm("callbackAfterSetGroupMemberInfoCommand",
            $$"""{"callbackCommand":"callbackAfterSetGroupMemberInfoCommand",{{role}}"groupID":"g","userID":"u","nickName":"n"}"""))
            .Ignored();

        ignored.Reason.ShouldBe("no-role");
        ignored.Answer.ShouldBe(KnownVendors.OpenIm.Ok);
    }

    [Theory]
    [InlineData(null, "from-body", "from-body")]
    [InlineData("", "from-body", "from-body")]
    [InlineData("from-header", "from-body", "from-header")]
    [InlineData(null, "", null)]
    public void Read_OperationId_ComesFromTheHeaderOrElseTheBody(string? header, string inBody, string? expected) =>
        KnownVendors.OpenIm.Read(Given.OpenIm("callbackAfterJoinGroupCommand",
            $$"""{"operationID":"{{inBody}}","groupID":"g","inviterUserID":"u"}""") with
        { OperationId = header })
            .Recognised().OperationId.ShouldBe(expected);

    [Fact]
    public void Read_TimeOfReceipt_IsKeptInWholeMilliseconds() => KnownVendors.OpenIm
        .Read(Given.OpenIm("callbackAfterQuitGroupCommand", """{"groupID":"g","userID":"u"}""") with
        {
            ReceivedAt = new DateTimeOffset(2022, 12, 9, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(12_345),
        })
        .Recognised().ReceivedAt.ShouldBe(new DateTimeOffset(2022, 12, 9, 8, 0, 0, 1, TimeSpan.Zero));

    [Theory]
    [InlineData("@TGS#2J4SZEAEL")]
    [InlineData("a/b c")]
    [InlineData("\u7fa4")]
    [InlineData("\U0001F600")]
    [InlineData(".")]
    public void Read_UnusualIds_AreIds(string id) => Read("callbackAfterQuitGroupCommand",
        $""" "groupID":"{id}","userID":"{id}" """).GroupId.ShouldBe(id);

    private static GroupChange Read(string command, string fields) => KnownVendors.OpenIm
        .Read(Given.OpenIm(command, $$"""{"callbackCommand":"{{command}}",{{fields}}}""")).Recognised().Change;
}
