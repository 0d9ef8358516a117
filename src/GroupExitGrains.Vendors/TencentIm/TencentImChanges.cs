using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>What Tencent Cloud IM's group callbacks say.</summary>
internal static class TencentImChanges
{
    /// <summary>
    /// Reads the change an event reports. Worth nothing if the body then has a fault; null if it is no change of
    /// membership.
    /// </summary>
    public static GroupChange? Read(TencentImEvent what, ref JsonBody body) => what switch
    {
        TencentImEvent.Created => Created(ref body),
        TencentImEvent.Joined => Joined(ref body),
        TencentImEvent.Exited => Exited(ref body),
        TencentImEvent.Destroyed => Destroyed(ref body),
        TencentImEvent.OwnerChanged => OwnerChanged(ref body),
        TencentImEvent.MemberFieldChanged => RoleChanged(ref body),
        _ => null,
    };

    // The owner is a member, listed or not.
    private static GroupChange Created(ref JsonBody body)
    {
        var listed = Accounts(ref body, "MemberList"u8, ListForm.Optional);
        var members = listed ?? new UserList(expected: 1);
        if (body.OptionalId("Owner_Account"u8) is { } owner)
        {
            members.Add(owner, GroupRole.Owner);
        }

        return Change(ref body, ChangeKind.Created, members.Users, Operator(ref body), listsAllMembers: listed is not null);
    }

    private static GroupChange Joined(ref JsonBody body) => Change(
        ref body,
        ChangeKind.Joined,
        Accounts(ref body, "NewMemberList"u8, ListForm.Required)?.Users ?? [],
        Operator(ref body));

    // The operator is documented as the leaver and shown as the kicker. Of a kick it is the kicker; of a quit it is the
    // leaver, or whoever the vendor says it is.
    private static GroupChange Exited(ref JsonBody body)
    {
        var kind = ExitKind(ref body);
        var leavers = Accounts(ref body, "ExitMemberList"u8, ListForm.Required)?.Users ?? [];
        var operatorId = Operator(ref body);
        var isLeaver = operatorId is null || (leavers.Count == 1 && leavers[0].UserId == operatorId);
        return Change(
            ref body, kind, leavers, operatorId, kind == ChangeKind.Quit && isLeaver ? OperatorBasis.Self : null);
    }

    private static ChangeKind ExitKind(ref JsonBody body)
    {
        switch (body.Text("ExitType"u8))
        {
            case "Kicked":
                return ChangeKind.Kicked;
            case "Quit":
                return ChangeKind.Quit;
            case null:
                body.Fail("missing-field", "ExitType"u8, "is missing or empty");
                return default;
            default:
                // Refused and kept, so that it can be put through again by a version that knows it.
                body.Fail("unknown-exit-type", "ExitType"u8, "expected Quit or Kicked");
                return default;
        }
    }

    // A community's members are too many to be listed.
    private static GroupChange Destroyed(ref JsonBody body) => Change(
        ref body,
        ChangeKind.Dismissed,
        Accounts(ref body, "MemberList"u8, ListForm.Optional)?.Users ?? [],
        operatorId: null);

    private static GroupChange OwnerChanged(ref JsonBody body) => Change(
        ref body,
        ChangeKind.OwnerChanged,
        [new ChangedUser(body.Id("NewOwner_Account"u8), GroupRole.Owner)],
        Operator(ref body),
        oldOwnerId: body.OptionalId("OldOwner_Account"u8));

    private static GroupChange? RoleChanged(ref JsonBody body)
    {
        // The documents themselves print "Member " with a space.
        var role = body.Text("Role"u8)?.Trim() switch
        {
            "Admin" => GroupRole.Admin,
            "Member" => GroupRole.Member,
            null or "" => GroupRole.Unknown,
            _ => Unheard(ref body),
        };

        return role == GroupRole.Unknown ? null : Change(
            ref body,
            ChangeKind.RoleChanged,
            [new ChangedUser(Subject(ref body), role)],
            Operator(ref body));
    }

    // One SDK knows the subject by another name.
    private static string Subject(ref JsonBody body) =>
        body.OptionalId("Member_Account"u8) ?? body.OptionalId("Modified_Account"u8) ?? body.Id("Member_Account"u8);

    private static GroupRole Unheard(ref JsonBody body)
    {
        body.Fail("wrong-value", "Role"u8, "expected Admin or Member");
        return GroupRole.Unknown;
    }

    private static UserList? Accounts(ref JsonBody body, ReadOnlySpan<byte> name, ListForm form) =>
        body.Members(name, form, "Member_Account"u8);

    private static string? Operator(ref JsonBody body) => body.OptionalId("Operator_Account"u8);

    private static GroupChange Change(
        ref JsonBody body,
        ChangeKind kind,
        IReadOnlyList<ChangedUser> users,
        string? operatorId,
        OperatorBasis? operatorBasis = null,
        string? oldOwnerId = null,
        bool listsAllMembers = false)
    {
        var type = TencentImGroupType.Read(ref body);
        return new GroupChange
        {
            Kind = kind,
            GroupId = body.Id("GroupId"u8),
            Users = users,
            ListsAllMembers = listsAllMembers,
            OldOwnerId = oldOwnerId,
            OperatorId = operatorId,
            OperatorBasis = operatorBasis ?? (operatorId is null ? OperatorBasis.Unknown : OperatorBasis.Reported),
            OccurredAt = TencentImEventTime.Read(ref body),
            GroupType = type,
            Untracked = TencentImGroupType.IsUntracked(type),
        };
    }
}
