namespace GroupExitGrains.Fuzz;

/// <summary>
/// A valid request of every command that is used, in each of its spellings, and of some that are not: from the vendors'
/// documents, and as OpenIM's releases build them.
/// </summary>
internal static class Seeds
{
    private const string Quit = """{"callbackCommand":"{c}","groupID":"{g}","userID":"{u}"}""";
    private const string Kick = """{"callbackCommand":"{c}","groupID":"{g}","kickedUserIDs":["{u}","user456"],"reason":"Violation of group rules"}""";
    private const string Dismiss = """{"callbackCommand":"{c}","groupID":"{g}","ownerID":"user123","groupType":"\u0002","membersID":["{u}","user789"]}""";
    private const string Transfer = """{"callbackCommand":"{c}","groupID":"{g}","oldOwnerUserID":"user1","newOwnerUserID":"{u}"}""";

    public static IReadOnlyList<Seed> All { get; } =
    [
        .. OpenIm(Quit, "callbackAfterQuitGroupCommand", "callbackQuitGroupCommand"),
        .. OpenIm(Kick, "callbackAfterKickGroupCommand", "callbackKillGroupCommand", "kickGroupMemberCommand", "callbackAfterKickGroupMemberCommand"),
        .. OpenIm(Dismiss, "callbackAfterDisMissGroupCommand", "callbackDisMissGroupCommand", "callbackAfterDismissGroupCommand"),
        .. OpenIm(
            Transfer,
            "callbackAfterTransferGroupOwnerCommand",
            "callbackAfterTransferGroupOwner",
            "callbackTransferGroupOwnerAfter",
            "transferGroupOwnerAfterCommand"),
        .. OpenIm(
            """{"callbackCommand":"{c}","operationID":"1646445464567","groupID":"{g}","reqMessage":"hi","joinSource":3,"inviterUserID":"{u}"}""",
            "callbackAfterJoinGroupCommand"),
        .. OpenIm(
            """{"callbackCommand":"{c}","groupID":"{g}","groupName":"Readers","notification":"","introduction":"","faceURL":"","ownerUserID":"user1","createTime":1646445464568,"memberCount":4,"ex":"","status":0,"creatorUserID":"user1","groupType":2,"needVerification":0,"initMemberList":[{"userID":"user1","roleLevel":100},{"userID":"user2","roleLevel":60},{"userID":"{u}","roleLevel":20}]}""",
            "callbackAfterCreateGroupCommand"),
        .. OpenIm(
            """{"callbackCommand":"{c}","groupID":"{g}","userID":"{u}","nickName":null,"faceURL":null,"roleLevel":60,"ex":null}""",
            "callbackAfterSetGroupMemberInfoCommand"),
        .. OpenIm(
            """{"callbackCommand":"{c}","groupID":"{g}","groupName":"Readers","notification":"","introduction":"","faceURL":"","ex":null}""",
            "callbackBeforeSetGroupInfoCommand",
            "callbackBeforeSetGroupInfoExCommand"),
        .. OpenIm("""{"callbackCommand":"{c}","sendID":"{u}","groupID":"{g}","content":"hello"}""", "callbackAfterSendGroupMsgCommand"),
        .. Tencent(
            "Group.CallbackAfterMemberExit",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Type":"Public","ExitType":"Quit","Operator_Account":"{u}","ExitMemberList":[{"Member_Account":"{u}"}],"EventTime":1670574414123}""",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Type":"Public","ExitType":"Kicked","Operator_Account":"leckie","ExitMemberList":[{"Member_Account":"{u}"},{"Member_Account":"tommy"}]}"""),
        .. Tencent(
            "Group.CallbackAfterNewMemberJoin",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Type":"Public","JoinType":"Invited","Operator_Account":"leckie","NewMemberList":[{"Member_Account":"{u}"},{"Member_Account":"tommy"}],"EventTime":"1670574414000"}"""),
        .. Tencent(
            "Group.CallbackAfterCreateGroup",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Operator_Account":"group_root","Owner_Account":"leckie","Type":"Public","Name":"MyFirstGroup","MemberList":[{"Member_Account":"bob"},{"Member_Account":"{u}"}],"EventTime":"1670574413000"}"""),
        .. Tencent(
            "Group.CallbackAfterGroupDestroyed",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Type":"Public","Owner_Account":"leckie","Name":"MyFirstGroup","MemberList":[{"Member_Account":"leckie"},{"Member_Account":"{u}"}],"EventTime":"1670574499000"}"""),
        .. Tencent(
            "Group.CallbackAfterChangeGroupOwner",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Type":"Public","OldOwner_Account":"leckie","NewOwner_Account":"{u}","Operator_Account":"leckie","EventTime":1670574414124}"""),
        .. Tencent(
            "Group.CallbackAfterMemberFieldChanged",
            """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","Type":"Public","Operator_Account":"leckie","Member_Account":"{u}","Role":"Admin","EventTime":1670574414125}"""),
        .. Tencent("Group.CallbackAfterSendMsg", """{"CallbackCommand":"{c}","GroupId":"@TGS#{g}","From_Account":"{u}","MsgBody":[{"MsgType":"TIMTextElem"}]}"""),
    ];

    private static IEnumerable<Seed> OpenIm(string body, params string[] commands) => commands.Select(command => Of("openim", command, body));

    private static IEnumerable<Seed> Tencent(string command, params string[] bodies) => bodies.Select(body => Of("tencent", command, body));

    private static Seed Of(string source, string command, string body) =>
        new(source, command, body.Replace("{c}", command, StringComparison.Ordinal));
}
