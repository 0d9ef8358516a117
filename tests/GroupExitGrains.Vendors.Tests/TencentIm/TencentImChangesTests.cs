using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests.TencentIm;

public sealed class TencentImChangesTests
{
    private const string Exit = "Group.CallbackAfterMemberExit";
    private const string Join = "Group.CallbackAfterNewMemberJoin";
    private const string Create = "Group.CallbackAfterCreateGroup";
    private const string Destroyed = "Group.CallbackAfterGroupDestroyed";
    private const string Owner = "Group.CallbackAfterChangeGroupOwner";
    private const string Field = "Group.CallbackAfterMemberFieldChanged";

    private const string Jared = """ "ExitMemberList":[{"Member_Account":"jared"}] """;

    [Theory]
    [InlineData("", null, OperatorBasis.Self)]
    [InlineData("\"Operator_Account\":\"\",", null, OperatorBasis.Self)]
    [InlineData("\"Operator_Account\":\"jared\",", "jared", OperatorBasis.Self)]
    [InlineData("\"Operator_Account\":\"admin\",", "admin", OperatorBasis.Reported)]
    public void Quit_Operator_IsTheLeaverUnlessAnotherIsReported(string field, string? operatorId, OperatorBasis basis)
    {
        var change = Read(Exit, $""" "ExitType":"Quit",{field}{Jared} """);

        change.Kind.ShouldBe(ChangeKind.Quit);
        change.OperatorId.ShouldBe(operatorId);
        change.OperatorBasis.ShouldBe(basis);
    }

    [Fact]
    public void Quit_OfSeveral_OneOfThemIsAReportedOperator() => Read(Exit,
        """
        "ExitType":"Quit","Operator_Account":"jared","ExitMemberList":[{"Member_Account":"jared"},{"Member_Account":"tommy"}]
        """).OperatorBasis.ShouldBe(OperatorBasis.Reported);

    [Theory]
    [InlineData("", null, OperatorBasis.Unknown)]
    [InlineData("\"Operator_Account\":\"leckie\",", "leckie", OperatorBasis.Reported)]
    [InlineData("\"Operator_Account\":\"jared\",", "jared", OperatorBasis.Reported)]
    public void Kicked_Operator_IsTheKickerIfReported(string field, string? operatorId, OperatorBasis basis)
    {
        var change = Read(Exit, $""" "ExitType":"Kicked",{field}{Jared} """);

        change.Kind.ShouldBe(ChangeKind.Kicked);
        change.OperatorId.ShouldBe(operatorId);
        change.OperatorBasis.ShouldBe(basis);
    }

    [Fact]
    public void Exit_FieldsOfTomorrow_ArePassedOver() => Read(Exit,
        """
        "ExitType":"Kicked","TopicId":"@TGS#_x","ExitMemberList":[{"Nick":"J","Member_Account":"jared","More":[{}]}]
        """).Names().ShouldBe("jared");

    [Fact]
    public void Exit_MemberListedTwice_CountsOnce() => Read(Exit,
        """ "ExitType":"Kicked","ExitMemberList":[{"Member_Account":"jared"},{"Member_Account":"jared"}] """)
        .Names().ShouldBe("jared");

    [Theory]
    [InlineData("", null)]
    [InlineData("\"EventTime\":null,", null)]
    [InlineData("\"EventTime\":0,", null)]
    [InlineData("\"EventTime\":\"\",", null)]
    [InlineData("\"EventTime\":\"0\",", null)]
    [InlineData("\"EventTime\":1670574414123,", 1670574414123)]
    [InlineData("\"EventTime\":\"1670574414123\",", 1670574414123)]
    [InlineData("\"EventTime\":253402300799999,", 253402300799999)]
    public void Read_EventTime_IsAStringANumberOrMissing(string field, long? milliseconds) =>
        Read(Exit, $""" {field}"ExitType":"Quit",{Jared} """).OccurredAt.ShouldBe(
            milliseconds is { } sent ? DateTimeOffset.FromUnixTimeMilliseconds(sent) : null);

    [Theory]
    [InlineData("", null, false)]
    [InlineData("\"Type\":null,", null, false)]
    [InlineData("\"Type\":\"Public\",", "Public", false)]
    [InlineData("\"Type\":\"Private\",", "Work", false)]
    [InlineData("\"Type\":\"Work\",", "Work", false)]
    [InlineData("\"Type\":\"ChatRoom\",", "Meeting", false)]
    [InlineData("\"Type\":\"Meeting\",", "Meeting", false)]
    [InlineData("\"Type\":\"Community\",", "Community", false)]
    [InlineData("\"Type\":\"BChatRoom\",", "BChatRoom", false)]
    [InlineData("\"Type\":\"AVChatRoom\",", "AVChatRoom", true)]
    public void Read_Type_IsInTheCurrentSpelling(string field, string? type, bool untracked)
    {
        var change = Read(Exit, $""" {field}"ExitType":"Quit",{Jared} """);

        change.GroupType.ShouldBe(type);
        change.Untracked.ShouldBe(untracked);
    }

    [Fact]
    public void Joined_NamesTheInviter()
    {
        var change = Read(Join,
            """ "JoinType":"Invited","Operator_Account":"leckie","NewMemberList":[{"Member_Account":"tommy"}] """);

        change.Names().ShouldBe("tommy");
        change.OperatorId.ShouldBe("leckie");
        change.OperatorBasis.ShouldBe(OperatorBasis.Reported);
    }

    [Fact]
    public void Created_OwnerListedToo_CountsOnceAsOwner() => Read(Create,
        """ "Owner_Account":"leckie","MemberList":[{"Member_Account":"leckie"},{"Member_Account":"bob"}] """)
        .Names().ShouldBe("leckie:Owner bob");

    [Theory]
    [InlineData("")]
    [InlineData(",\"MemberList\":null")]
    public void Created_WithoutAList_HasItsOwnerAndPerhapsMore(string list)
    {
        var change = Read(Create, $""" "Owner_Account":"leckie"{list} """);

        change.ListsAllMembers.ShouldBeFalse();
        change.Names().ShouldBe("leckie:Owner");
    }

    [Fact]
    public void Created_WithoutAnOwner_IsPossible() =>
        Read(Create, """ "Owner_Account":"","MemberList":[{"Member_Account":"bob"}] """).Names().ShouldBe("bob");

    [Fact]
    public void Destroyed_Community_ListsNobody()
    {
        var change = Read(Destroyed, """ "Type":"Community","Owner_Account":"leckie","Name":"n" """);

        change.Kind.ShouldBe(ChangeKind.Dismissed);
        change.Users.ShouldBeEmpty();
        change.OperatorId.ShouldBeNull();
        change.OperatorBasis.ShouldBe(OperatorBasis.Unknown);
    }

    [Theory]
    [InlineData("\"OldOwner_Account\":\"old\",", "old")]
    [InlineData("\"OldOwner_Account\":\"\",", null)]
    [InlineData("", null)]
    public void OwnerChanged_SaysNothingOfTheOldOwnersRole(string old, string? oldOwner)
    {
        var change = Read(Owner, $""" "Operator_Account":"admin",{old}"NewOwner_Account":"new" """);

        change.Names().ShouldBe("new:Owner");
        change.OldOwnerId.ShouldBe(oldOwner);
        change.OwnersSwapRoles.ShouldBeFalse();
        change.OperatorId.ShouldBe("admin");
    }

    [Theory]
    [InlineData("Member_Account", "Admin", "jared:Admin")]
    [InlineData("Modified_Account", "Admin", "jared:Admin")]
    [InlineData("Member_Account", "Member ", "jared:Member")]
    public void MemberFieldChanged_WithARole_IsAChangeOfRole(string subject, string role, string users)
    {
        var change = Read(Field, $""" "Operator_Account":"leckie","{subject}":"jared","Role":"{role}" """);

        change.Kind.ShouldBe(ChangeKind.RoleChanged);
        change.Names().ShouldBe(users);
        change.OperatorId.ShouldBe("leckie");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"Role\":null")]
    [InlineData(",\"Role\":\"\"")]
    public void MemberFieldChanged_WithoutARole_IsIgnored(string role)
    {
        var ignored = KnownVendors.TencentIm.Read(Given.Tencent(
            $$"""{"CallbackCommand":"{{Field}}","GroupId":"g","Member_Account":"jared","NameCard":"J"{{role}}}""")).Ignored();

        ignored.Reason.ShouldBe("no-role");
        ignored.Answer.ShouldBe(KnownVendors.TencentIm.Ok);
    }

    private static GroupChange Read(string command, string fields) => KnownVendors.TencentIm
        .Read(Given.Tencent($$"""{"CallbackCommand":"{{command}}","GroupId":"@TGS#1",{{fields}}}""")).Recognised().Change;
}
