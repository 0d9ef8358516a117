namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>
/// The commands of Tencent Cloud IM that report a change of membership
/// (https://www.tencentcloud.com/document/product/1047/34355).
/// </summary>
internal static class TencentImCommands
{
    public static TencentImEvent EventOf(string command) => command switch
    {
        "Group.CallbackAfterMemberExit" => TencentImEvent.Exited,
        "Group.CallbackAfterNewMemberJoin" => TencentImEvent.Joined,
        "Group.CallbackAfterCreateGroup" => TencentImEvent.Created,
        "Group.CallbackAfterGroupDestroyed" => TencentImEvent.Destroyed,
        "Group.CallbackAfterChangeGroupOwner" => TencentImEvent.OwnerChanged,
        "Group.CallbackAfterMemberFieldChanged" => TencentImEvent.MemberFieldChanged,
        _ => TencentImEvent.Other,
    };
}
