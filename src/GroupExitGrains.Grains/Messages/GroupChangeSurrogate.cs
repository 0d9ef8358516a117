using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>What a callback reports, on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.group-change")]
internal struct GroupChangeSurrogate
{
    [Id(0)]
    public ChangeKind Kind;

    [Id(1)]
    public string GroupId;

    [Id(2)]
    public ChangedUser[] Users;

    [Id(3)]
    public bool ListsAllMembers;

    [Id(4)]
    public string? OldOwnerId;

    [Id(5)]
    public bool OwnersSwapRoles;

    [Id(6)]
    public string? OperatorId;

    [Id(7)]
    public OperatorBasis OperatorBasis;

    [Id(8)]
    public string? Reason;

    [Id(9)]
    public DateTimeOffset? OccurredAt;

    [Id(10)]
    public string? GroupType;

    [Id(11)]
    public bool Untracked;
}

[RegisterConverter]
internal sealed class GroupChangeConverter : IConverter<GroupChange, GroupChangeSurrogate>
{
    public GroupChange ConvertFromSurrogate(in GroupChangeSurrogate surrogate) => new()
    {
        Kind = surrogate.Kind,
        GroupId = surrogate.GroupId,
        Users = surrogate.Users ?? [],
        ListsAllMembers = surrogate.ListsAllMembers,
        OldOwnerId = surrogate.OldOwnerId,
        OwnersSwapRoles = surrogate.OwnersSwapRoles,
        OperatorId = surrogate.OperatorId,
        OperatorBasis = surrogate.OperatorBasis,
        Reason = surrogate.Reason,
        OccurredAt = surrogate.OccurredAt,
        GroupType = surrogate.GroupType,
        Untracked = surrogate.Untracked,
    };

    public GroupChangeSurrogate ConvertToSurrogate(in GroupChange value) => new()
    {
        Kind = value.Kind,
        GroupId = value.GroupId,
        Users = [.. value.Users],
        ListsAllMembers = value.ListsAllMembers,
        OldOwnerId = value.OldOwnerId,
        OwnersSwapRoles = value.OwnersSwapRoles,
        OperatorId = value.OperatorId,
        OperatorBasis = value.OperatorBasis,
        Reason = value.Reason,
        OccurredAt = value.OccurredAt,
        GroupType = value.GroupType,
        Untracked = value.Untracked,
    };
}

/// <summary>A user named by a change, on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.changed-user")]
internal struct ChangedUserSurrogate
{
    [Id(0)]
    public string UserId;

    [Id(1)]
    public GroupRole Role;

    [Id(2)]
    public DateTimeOffset? Since;
}

[RegisterConverter]
internal sealed class ChangedUserConverter : IConverter<ChangedUser, ChangedUserSurrogate>
{
    public ChangedUser ConvertFromSurrogate(in ChangedUserSurrogate surrogate) =>
        new(surrogate.UserId, surrogate.Role, surrogate.Since);

    public ChangedUserSurrogate ConvertToSurrogate(in ChangedUser value) =>
        new() { UserId = value.UserId, Role = value.Role, Since = value.Since };
}
