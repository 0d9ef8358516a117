namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>
/// The commands of OpenIM from v3.5 on, in the spellings of its releases, of its documents and of forks seen in use
/// (<c>pkg/callbackstruct/constant.go</c> of openimsdk/open-im-server).
/// </summary>
internal static class OpenImCommands
{
    public static OpenImEvent EventOf(string command) => command switch
    {
        "callbackAfterQuitGroupCommand" // v3.7
            or "callbackQuitGroupCommand" // v3.5, v3.6
            => OpenImEvent.Quit,

        "callbackAfterKickGroupCommand" // v3.7
            or "callbackKillGroupCommand" // v3.5, v3.6
            or "kickGroupMemberCommand" // documents
            or "callbackAfterKickGroupMemberCommand" // forks
            => OpenImEvent.Kicked,

        "callbackAfterDisMissGroupCommand" // v3.7
            or "callbackDisMissGroupCommand" // v3.5, v3.6
            or "callbackAfterDismissGroupCommand" // forks
            => OpenImEvent.Dismissed,

        "callbackAfterTransferGroupOwnerCommand" // v3.7
            or "callbackAfterTransferGroupOwner" // v3.5.1, v3.6
            or "callbackTransferGroupOwnerAfter" // v3.5.0
            or "transferGroupOwnerAfterCommand" // documents
            => OpenImEvent.OwnerChanged,

        "callbackAfterJoinGroupCommand" => OpenImEvent.Joined,
        "callbackAfterCreateGroupCommand" => OpenImEvent.Created,
        "callbackAfterSetGroupMemberInfoCommand" => OpenImEvent.MemberInfoChanged,
        _ => OpenImEvent.Other,
    };
}
