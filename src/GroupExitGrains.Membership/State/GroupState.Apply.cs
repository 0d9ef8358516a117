namespace GroupExitGrains.Membership;

internal sealed partial class GroupState
{
    /// <summary>Applies an entry; its sequence and hash become the head.</summary>
    public void Apply(in LedgerEntry entry, CallbackFacts facts)
    {
        var time = facts.ChangedAt.ToUnixTimeMilliseconds();
        Clock = Math.Max(Clock, facts.ReceivedAt.ToUnixTimeMilliseconds());
        if (!ReferenceEquals(_lastFacts, facts))
        {
            (_lastFacts, _lastChange) = (facts, LastChange.Of(facts));
            Type = facts.GroupType ?? Type;
            Untracked |= facts.Untracked;
        }

        switch (entry.Kind)
        {
            case EntryKind.Created:
                ApplyCreated(entry, facts, time);
                break;
            case EntryKind.Joined:
            case EntryKind.Imported:
                ApplyPresent(entry, facts, time);
                break;
            case EntryKind.Dismissed when entry.UserId is null:
                ApplyGroupDismissed(entry, facts, time);
                break;
            case EntryKind.Quit:
            case EntryKind.Kicked:
            case EntryKind.Dismissed:
            case EntryKind.Left:
                ApplyExit(entry, time);
                break;
            case EntryKind.OwnerChanged:
                ApplyOwnerChanged(entry, facts, time);
                break;
            case EntryKind.RoleChanged:
                ApplyRoleChanged(entry, time);
                break;
            default:
                throw new JournalDamagedException($"{entry.Kind} is no kind of entry.");
        }

        // An import is the whole list whatever else was known before.
        MembershipComplete |= facts.Change == ChangeKind.Imported && !Untracked;
        Head = new GroupHead(entry.Sequence, entry.Hash);
        Forget();
    }

    private void ApplyCreated(in LedgerEntry entry, CallbackFacts facts, long time)
    {
        LastGroupChange = _lastChange;
        if (entry.Effect != EntryEffect.Applied)
        {
            return;
        }

        ShowAlive(time);
        CreationSeen = true;
        MembershipComplete = facts.ListsAllMembers && !Untracked;
    }

    private void ApplyPresent(in LedgerEntry entry, CallbackFacts facts, long time)
    {
        if (entry.UserId is not { } userId)
        {
            LastGroupChange = _lastChange;
            return;
        }

        var user = Touch(userId);
        if (entry.Effect == EntryEffect.Stale)
        {
            Store(userId, user, entry.Sequence);
            return;
        }

        if (entry.Effect == EntryEffect.Applied)
        {
            ShowAlive(time);
            if (!user.IsMember && !Untracked)
            {
                user.IsMember = true;
                user.SinceOrStamp = Since(entry, time);
                MemberCount++;
            }

            if (time >= user.RoleTime)
            {
                (user.Role, user.RoleTime) = (entry.Role, time);
            }

            if (entry.Role == GroupRole.Owner && time >= OwnerTime)
            {
                (OwnerId, OwnerTime) = (userId, time);
            }

            Joined += entry.Kind == EntryKind.Joined ? 1 : 0;
        }

        // Also when it was already so: an exit older than this must not win.
        user.MembershipTime = time;
        user.Dismissed = false;
        Store(userId, user, entry.Sequence);
    }

    private void ApplyExit(in LedgerEntry entry, long time)
    {
        var userId = entry.UserId ?? throw new JournalDamagedException($"An entry of kind {entry.Kind} without a user.");
        var user = Touch(userId);
        if (entry.Effect == EntryEffect.Applied)
        {
            if (user.IsMember)
            {
                user.IsMember = false;
                MemberCount--;
            }
            else
            {
                MembershipComplete = false;
            }

            user.MembershipTime = time;
            user.Dismissed = entry.Kind == EntryKind.Dismissed;
            if (time >= user.RoleTime)
            {
                (user.Role, user.RoleTime) = (GroupRole.Unknown, time);
            }

            if (string.Equals(OwnerId, userId, StringComparison.Ordinal) && time >= OwnerTime)
            {
                (OwnerId, OwnerTime) = (null, time);
            }

            Exits = Count(Exits, entry.Kind);
        }

        Store(userId, user, entry.Sequence);
    }

    private void ApplyGroupDismissed(in LedgerEntry entry, CallbackFacts facts, long time)
    {
        LastGroupChange = _lastChange;

        // Even if the group is known to have come back to life since: older joins stay older than this.
        DismissedAt = Math.Max(DismissedAt, time);
        if (entry.Effect == EntryEffect.Applied)
        {
            Status = GroupStatus.Dismissed;
            DismissedBy = facts.CallbackId;
            CreationSeen = false;
            if (time >= OwnerTime)
            {
                (OwnerId, OwnerTime) = (null, time);
            }
        }
    }

    private void ApplyOwnerChanged(in LedgerEntry entry, CallbackFacts facts, long time)
    {
        var newOwnerId = entry.UserId ?? throw new JournalDamagedException("A change of owner without a user.");
        var oldOwnerId = facts.OldOwnerId ?? OwnerId;
        var newOwner = Touch(newOwnerId);
        var formerRole = newOwner.Role is GroupRole.Unknown or GroupRole.Owner ? GroupRole.Member : newOwner.Role;
        if (entry.Effect != EntryEffect.Stale)
        {
            (OwnerId, OwnerTime) = (newOwnerId, time);
            if (time >= newOwner.RoleTime)
            {
                (newOwner.Role, newOwner.RoleTime) = (GroupRole.Owner, time);
            }
        }

        Store(newOwnerId, newOwner, entry.Sequence);
        if (oldOwnerId is null || string.Equals(oldOwnerId, newOwnerId, StringComparison.Ordinal))
        {
            return;
        }

        var oldOwner = Touch(oldOwnerId);
        if (entry.Effect == EntryEffect.Applied && time >= oldOwner.RoleTime)
        {
            (oldOwner.Role, oldOwner.RoleTime) = (facts.OwnersSwapRoles ? formerRole : GroupRole.Member, time);
        }

        Store(oldOwnerId, oldOwner, entry.Sequence);
    }

    private void ApplyRoleChanged(in LedgerEntry entry, long time)
    {
        var userId = entry.UserId ?? throw new JournalDamagedException("A change of role without a user.");
        var user = Touch(userId);
        if (entry.Effect != EntryEffect.Stale)
        {
            (user.Role, user.RoleTime) = (entry.Role, time);
        }

        Store(userId, user, entry.Sequence);
    }

    private void ShowAlive(long time)
    {
        AliveAt = Math.Max(AliveAt, time);
        if (Status == GroupStatus.Dismissed)
        {
            // Who else is in the group that came back is not known until a list says so.
            (Status, MembershipComplete) = (GroupStatus.Active, false);
        }
    }

    private static long Since(in LedgerEntry entry, long time) => entry.Kind == EntryKind.Joined
        ? time
        : entry.Since?.ToUnixTimeMilliseconds() ?? UserState.Never;

    private static ExitCounts Count(ExitCounts exits, EntryKind kind) => kind switch
    {
        EntryKind.Quit => exits with { Quit = exits.Quit + 1 },
        EntryKind.Kicked => exits with { Kicked = exits.Kicked + 1 },
        EntryKind.Dismissed => exits with { Dismissed = exits.Dismissed + 1 },
        _ => exits with { Left = exits.Left + 1 },
    };
}
