namespace GroupExitGrains.Membership;

/// <summary>
/// What a group knows of one user. Two aspects, membership and role, each with the time of its newest change. Times are
/// milliseconds since 1970; <see cref="Never"/> stands for none.
/// </summary>
internal struct UserState
{
    public const long Never = long.MinValue;

    /// <summary>When the newest change of membership happened.</summary>
    public long MembershipTime;

    /// <summary>When the newest change of role happened.</summary>
    public long RoleTime;

    /// <summary>Of a member: since when, if known.</summary>
    public long Since;

    /// <summary>The last change recorded.</summary>
    public LastChange? Last;

    public GroupRole Role;

    public bool IsMember;

    /// <summary>The newest change of membership was a dismissal of the group.</summary>
    public bool Dismissed;

    public static UserState Unheard => new()
    {
        MembershipTime = Never,
        RoleTime = Never,
        Since = Never,
    };

    public readonly bool SameAs(in UserState other) =>
        MembershipTime == other.MembershipTime && RoleTime == other.RoleTime && Since == other.Since
        && Role == other.Role && IsMember == other.IsMember && Dismissed == other.Dismissed;
}
