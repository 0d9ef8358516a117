namespace GroupExitGrains.Membership;

internal sealed partial class GroupState
{
    /// <summary>Applies an entry; its sequence and hash become the head.</summary>
    /// <param name="entry">The entry behind the head.</param>
    /// <param name="facts">What it shares with the others of its callback.</param>
    /// <param name="undo">If given, what users were before each change is added to it.</param>
    public void Apply(in LedgerEntry entry, CallbackFacts facts, List<Undo>? undo = null)
    {
        var time = facts.ChangedAt.ToUnixTimeMilliseconds();
        Clock = Math.Max(Clock, facts.ReceivedAt.ToUnixTimeMilliseconds());
        if (_lastChange?.CallbackId != facts.CallbackId)
        {
            _lastChange = LastChange.Of(facts);
            TakeType(facts.GroupType);
            Untracked |= facts.Untracked;
        }

        switch (entry.Kind)
        {
            case EntryKind.Created:
                ApplyCreated(entry, facts, time);
                break;
            case EntryKind.Joined:
            case EntryKind.Imported:
                ApplyPresent(entry, time, undo);
                break;
            case EntryKind.Dismissed when entry.UserId is null:
                ApplyGroupDismissed(entry, facts, time, undo);
                break;
            case EntryKind.Quit:
            case EntryKind.Kicked:
            case EntryKind.Dismissed:
            case EntryKind.Left:
                ApplyExit(entry, time, undo);
                break;
            case EntryKind.OwnerChanged:
                ApplyOwnerChanged(entry, facts, time, undo);
                break;
            case EntryKind.RoleChanged:
                ApplyRoleChanged(entry, time, undo);
                break;
            default:
                throw new JournalDamagedException($"{entry.Kind} is no kind of entry.");
        }

        if (facts.Change == ChangeKind.Imported)
        {
            // It is the whole list whatever else was known before.
            MembershipComplete |= !Untracked;
            ImportedAt = Math.Max(ImportedAt, time);
        }

        Head = new GroupHead(entry.Sequence, entry.Hash);
        Forget(undo);
    }

    private void ApplyCreated(in LedgerEntry entry, CallbackFacts facts, long time)
    {
        LastGroupChange = _lastChange;
        if (entry.Effect == EntryEffect.Stale)
        {
            return;
        }

        ShowAlive(time);
        if (entry.Effect == EntryEffect.Applied)
        {
            CreationSeen = true;
            MembershipComplete |= facts.ListsAllMembers && !Untracked;
        }
    }

    private void ApplyPresent(in LedgerEntry entry, long time, List<Undo>? undo)
    {
        if (entry.UserId is not { } userId)
        {
            LastGroupChange = _lastChange;
            return;
        }

        // Also by what is stale for this user: the group was alive then.
        ShowAlive(time);
        var user = Touch(userId, undo);
        if (entry.Effect == EntryEffect.Applied)
        {
            if (!user.IsMember && !Untracked)
            {
                user.IsMember = true;
                user.Since = Since(entry, time);
                MemberCount++;
            }

            Joined += entry.Kind == EntryKind.Joined ? 1 : 0;
        }

        if (entry.Effect != EntryEffect.Stale)
        {
            // Also when it was already so: an exit older than this must not win.
            user.MembershipTime = time;
            user.Dismissed = false;
        }

        if (entry.Role != GroupRole.Unknown)
        {
            GiveRole(userId, ref user, entry.Role, time);
        }

        Store(userId, user);
    }

    private void ApplyExit(in LedgerEntry entry, long time, List<Undo>? undo)
    {
        var userId = entry.UserId ?? throw new JournalDamagedException($"An entry of kind {entry.Kind} without a user.");
        var user = Touch(userId, undo);
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
            Exits = Count(Exits, entry.Kind);
        }

        // Also by one that is older than a rejoin: what the user was before it ended there.
        GiveRole(userId, ref user, GroupRole.Unknown, time);
        Store(userId, user);
    }

    private void ApplyGroupDismissed(in LedgerEntry entry, CallbackFacts facts, long time, List<Undo>? undo)
    {
        LastGroupChange = _lastChange;

        // Even if the group is known to have come back to life since: what is older than this stays so.
        DismissedAt = Math.Max(DismissedAt, time);
        EndRoles(time, undo);
        if (entry.Effect == EntryEffect.Applied)
        {
            Status = GroupStatus.Dismissed;
            DismissedBy = facts.CallbackId;
            CreationSeen = false;
        }
    }

    private void ApplyOwnerChanged(in LedgerEntry entry, CallbackFacts facts, long time, List<Undo>? undo)
    {
        var newOwnerId = entry.UserId ?? throw new JournalDamagedException("A change of owner without a user.");
        var oldOwnerId = facts.OldOwnerId ?? (entry.Effect == EntryEffect.Stale ? null : OwnerId);
        var newOwner = Touch(newOwnerId, undo);
        var formerRole = newOwner.Role is GroupRole.Unknown or GroupRole.Owner ? GroupRole.Member : newOwner.Role;
        if (entry.Effect != EntryEffect.Stale)
        {
            GiveRole(newOwnerId, ref newOwner, GroupRole.Owner, time);
        }

        Store(newOwnerId, newOwner);
        if (oldOwnerId is null || string.Equals(oldOwnerId, newOwnerId, StringComparison.Ordinal))
        {
            return;
        }

        var oldOwner = Touch(oldOwnerId, undo);
        if (entry.Effect != EntryEffect.Stale)
        {
            GiveRole(oldOwnerId, ref oldOwner, facts.OwnersSwapRoles ? formerRole : GroupRole.Member, time);
        }

        Store(oldOwnerId, oldOwner);
    }

    private void ApplyRoleChanged(in LedgerEntry entry, long time, List<Undo>? undo)
    {
        var userId = entry.UserId ?? throw new JournalDamagedException("A change of role without a user.");
        var user = Touch(userId, undo);
        GiveRole(userId, ref user, entry.Role, time);
        Store(userId, user);
    }

    private void ShowAlive(long time)
    {
        AliveAt = Math.Max(AliveAt, time);
        if (Status == GroupStatus.Dismissed && time >= DismissedAt)
        {
            // Who else is in the group that came back is not known until a list says so.
            (Status, MembershipComplete) = (GroupStatus.Active, false);
            LastGroupChange = _lastChange;
        }
    }

    // The string that is there already, if it says the same: this one came with a callback and would live as long as the group.
    private void TakeType(string? type)
    {
        if (type is not null && !string.Equals(type, Type, StringComparison.Ordinal))
        {
            Type = type;
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
