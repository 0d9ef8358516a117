namespace GroupExitGrains.Membership;

/// <summary>
/// A place in a <see cref="UserTable"/>. Links are 1 and the number of a place, so that 0 is none. Times are milliseconds since
/// 1970; <see cref="UserState.Never"/> stands for none.
/// </summary>
internal struct UserSlot
{
    private const byte UsedFlag = 1;
    private const byte MemberFlag = 2;
    private const byte DismissedFlag = 4;
    private const byte ChangedFlag = 8;

    /// <summary>The first of those whose hash falls on this place, whoever is kept in it.</summary>
    public int Bucket;

    /// <summary>The next whose hash falls on the same place; of a free place, the next free one.</summary>
    public int Next;

    /// <summary>Of somebody who is no member: who was left in this memory before, and who behind.</summary>
    public int Older, Newer;

    public int Hash;
    public int IdAt;
    public ushort IdLength;
    private byte _flags;
    private GroupRole _role;
    private DuplicateWindow _window;
    private long _membershipTime, _roleTime, _sinceOrClock;

    // The last change. Its parts, since a 128-bit number takes all in steps of 16.
    private long _changeReceivedAt;
    private ulong _fingerprintUpper, _fingerprintLower;
    private Guid _changeId;

    public readonly bool IsUsed => (_flags & UsedFlag) != 0;

    public readonly bool IsMember => (_flags & MemberFlag) != 0;

    /// <summary>Of somebody who is no member: the group's clock when that was last heard.</summary>
    public readonly long Clock => _sinceOrClock;

    public readonly UserState State => new()
    {
        MembershipTime = _membershipTime,
        RoleTime = _roleTime,
        Since = IsMember ? _sinceOrClock : UserState.Never,
        Role = _role,
        IsMember = IsMember,
        Dismissed = (_flags & DismissedFlag) != 0,
        Last = (_flags & ChangedFlag) == 0 ? null : new LastChange(
            new CallbackId(_changeId),
            new Fingerprint(new UInt128(_fingerprintUpper, _fingerprintLower)),
            _changeReceivedAt,
            _window),
    };

    /// <summary>Keeps a user in this place; the clock counts of somebody who is no member.</summary>
    public void Keep(in UserState user, long clock)
    {
        _flags = (byte)(UsedFlag | (user.IsMember ? MemberFlag : 0) | (user.Dismissed ? DismissedFlag : 0));
        (_membershipTime, _sinceOrClock) = (user.MembershipTime, user.IsMember ? user.Since : clock);
        GiveRole(user.Role, user.RoleTime);
        if (user.Last is { } last)
        {
            _flags |= ChangedFlag;
            (_changeId, _changeReceivedAt, _window) = (last.CallbackId.Value, last.ReceivedAt, last.Window);
            (_fingerprintUpper, _fingerprintLower) = ((ulong)(last.Fingerprint.Value >> 64), (ulong)last.Fingerprint.Value);
        }
    }

    public void GiveRole(GroupRole role, long time) => (_role, _roleTime) = (role, time);

    public void Free() => _flags = 0;
}
