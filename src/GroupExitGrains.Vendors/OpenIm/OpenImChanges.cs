using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>
/// What OpenIM's after-hooks say. None carries an operator or a time: <c>createTime</c> is the group's, not the event's.
/// </summary>
internal static class OpenImChanges
{
    /// <summary>
    /// Reads the change an event reports. Worth nothing if the body then has a fault; null if it is no change of
    /// membership.
    /// </summary>
    public static GroupChange? Read(OpenImEvent what, ref JsonBody body) => what switch
    {
        OpenImEvent.Created => Created(ref body),
        OpenImEvent.Joined => Joined(ref body),
        OpenImEvent.Quit => Quit(ref body),
        OpenImEvent.Kicked => Kicked(ref body),
        OpenImEvent.Dismissed => Dismissed(ref body),
        OpenImEvent.OwnerChanged => OwnerChanged(ref body),
        OpenImEvent.MemberInfoChanged => RoleChanged(ref body),
        _ => null,
    };

    // The server lists the owner and the admins twice, with their role and again as ordinary members, and behind them
    // the operator as an ordinary member even if it is none; that one cannot be told from a real member for certain.
    private static GroupChange Created(ref JsonBody body)
    {
        var listed = body.Members("initMemberList"u8, ListForm.Nullable, "userID"u8, OpenImRole.Read);
        var members = listed ?? new UserList(expected: 1);
        if (body.OptionalId("ownerUserID"u8) is { } owner)
        {
            members.Add(owner, GroupRole.Owner);
        }

        return new GroupChange
        {
            Kind = ChangeKind.Created,
            GroupId = body.Id("groupID"u8),
            Users = members.Users,
            ListsAllMembers = listed is not null,
            GroupType = OpenImGroupType.Read(ref body),
        };
    }

    // The server sends the joiner as the inviter, and no user. Old documents show a user; where there is one, it joined.
    private static GroupChange Joined(ref JsonBody body) => new()
    {
        Kind = ChangeKind.Joined,
        GroupId = body.Id("groupID"u8),
        Users = [new ChangedUser(body.OptionalId("userID"u8) ?? body.Id("inviterUserID"u8))],
    };

    // An app admin who makes a user quit looks the same.
    private static GroupChange Quit(ref JsonBody body) => new()
    {
        Kind = ChangeKind.Quit,
        GroupId = body.Id("groupID"u8),
        Users = [new ChangedUser(body.Id("userID"u8))],
        OperatorBasis = OperatorBasis.Self,
    };

    private static GroupChange Kicked(ref JsonBody body) => new()
    {
        Kind = ChangeKind.Kicked,
        GroupId = body.Id("groupID"u8),
        Users = body.Users("kickedUserIDs"u8, ListForm.Nullable)?.Users ?? [],
        Reason = body.Text("reason"u8),
    };

    // Sent twice for each dismissal, the second time without members since they are gone by then.
    private static GroupChange Dismissed(ref JsonBody body) => new()
    {
        Kind = ChangeKind.Dismissed,
        GroupId = body.Id("groupID"u8),
        Users = body.Users("membersID"u8, ListForm.Nullable)?.Users ?? [],
        GroupType = OpenImGroupType.Read(ref body),
    };

    private static GroupChange OwnerChanged(ref JsonBody body) => new()
    {
        Kind = ChangeKind.OwnerChanged,
        GroupId = body.Id("groupID"u8),
        Users = [new ChangedUser(body.Id("newOwnerUserID"u8), GroupRole.Owner)],
        OldOwnerId = body.Id("oldOwnerUserID"u8),
        OwnersSwapRoles = true,
    };

    private static GroupChange? RoleChanged(ref JsonBody body)
    {
        var role = OpenImRole.Read(ref body);
        if (role == GroupRole.Unknown)
        {
            return null;
        }

        if (role == GroupRole.Owner)
        {
            body.Fail("wrong-value", "roleLevel"u8, "an owner is made by a transfer only");
        }

        return new GroupChange
        {
            Kind = ChangeKind.RoleChanged,
            GroupId = body.Id("groupID"u8),
            Users = [new ChangedUser(body.Id("userID"u8), role)],
        };
    }
}
