namespace GroupExitGrains.Membership;

/// <summary>
/// A group as its entries say. Only <see cref="Apply"/> changes it, and from nothing but entries and their facts, so that
/// replaying the journal gives the same state. Not safe for concurrent use.
/// </summary>
internal sealed partial class GroupState(GroupKey group, LedgerOptions options)
{
    private LastChange? _lastChange;

    public GroupKey Group { get; } = group;

    public string? Type { get; private set; }

    public GroupStatus Status { get; private set; } = GroupStatus.Active;

    public bool Untracked { get; private set; }

    public bool MembershipComplete { get; private set; }

    public int MemberCount { get; private set; }

    public string? OwnerId { get; private set; }

    /// <summary>When somebody was last made the owner, or the group dismissed.</summary>
    public long OwnerTime { get; private set; } = UserState.Never;

    /// <summary>The time of the newest dismissal: nobody's membership is of an earlier change.</summary>
    public long DismissedAt { get; private set; } = UserState.Never;

    /// <summary>The time of the newest import: nobody's membership is of an earlier change.</summary>
    public long ImportedAt { get; private set; } = UserState.Never;

    /// <summary>The callback that dismissed the group.</summary>
    public CallbackId DismissedBy { get; private set; }

    /// <summary>The time of the newest change that shows the group alive: a join, a creation, an import.</summary>
    public long AliveAt { get; private set; } = UserState.Never;

    /// <summary>Its creation has been recorded since it was last dismissed.</summary>
    public bool CreationSeen { get; private set; }

    /// <summary>The last change recorded for the group itself.</summary>
    public LastChange? LastGroupChange { get; private set; }

    public long Joined { get; private set; }

    public ExitCounts Exits { get; private set; }

    /// <summary>The newest time of receipt, milliseconds since 1970.</summary>
    public long Clock { get; private set; } = UserState.Never;

    public GroupHead Head { get; set; }

    /// <summary>Everybody whom the group knows of, the leavers that it remembers included.</summary>
    public UserTable Users { get; } = new();

    public UserState this[string userId] => Users.TryGet(userId, out var user) ? user : UserState.Unheard;

    /// <summary>
    /// The time of the newest change of a user's membership: a dismissal is one for everybody, the unheard included, and so
    /// is an import, which says of those it does not list that they are out.
    /// </summary>
    public long MembershipTime(in UserState user) =>
        Math.Max(user.MembershipTime, Math.Max(DismissedAt, ImportedAt));

    /// <summary>
    /// The time of the newest change of a user's role: a dismissal ends everybody's, an import that of those it does not list.
    /// </summary>
    public long RoleTime(in UserState user) => Math.Max(
        user.RoleTime, user.MembershipTime < ImportedAt ? Math.Max(DismissedAt, ImportedAt) : DismissedAt);

    /// <summary>
    /// The change, if a repetition of it may still be recognised. By the group's clock, so that a state that came from a
    /// snapshot, which has no others, knows the same ones.
    /// </summary>
    public LastChange? Recognisable(LastChange? change) =>
        change is { } one && Clock - one.ReceivedAt <= (long)options.LongestWindow.TotalMilliseconds ? change : null;

    public GroupSummary Summary(DateTimeOffset lastReceivedAt) => new()
    {
        Group = Group,
        Type = Type,
        Status = Status,
        Untracked = Untracked,
        MembershipComplete = MembershipComplete,
        MemberCount = MemberCount,
        OwnerId = OwnerId,
        Joined = Joined,
        Exits = Exits,
        Head = Head,
        LastReceivedAt = lastReceivedAt,
    };
}
