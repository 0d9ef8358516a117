namespace GroupExitGrains.Membership;

// What a snapshot holds, in the order it holds it.
internal sealed partial class GroupState
{
    private const byte IsMemberFlag = 1;
    private const byte DismissedFlag = 2;
    private const byte SinceIsMembershipTimeFlag = 4;
    private const byte RoleTimeIsMembershipTimeFlag = 8;
    private const byte HasLastFlag = 16;

    public int UserCount => Users.Count;

    public void Write(ref SnapshotWriter writer)
    {
        writer.Number(Head.Sequence);
        writer.Hash(Head.Hash);
        writer.OptionalText(Type);
        writer.Byte((byte)Status);
        writer.Byte((byte)((Untracked ? 1 : 0) | (MembershipComplete ? 2 : 0) | (CreationSeen ? 4 : 0)));
        writer.OptionalText(OwnerId);
        writer.Number(OwnerTime);
        writer.Number(DismissedAt);
        writer.Number(ImportedAt);
        writer.Wide(DismissedBy.Value.ToUInt128());
        writer.Number(AliveAt);
        writer.Number(Joined);
        writer.Number(Exits.Quit);
        writer.Number(Exits.Kicked);
        writer.Number(Exits.Dismissed);
        writer.Number(Exits.Left);
        writer.Number(Clock);

        var changes = WriteChanges(ref writer);
        WriteUsers(ref writer, changes);
        WriteRemembered(ref writer);
    }

    public void Read(ref SnapshotReader reader, bool leaversAreNumbered)
    {
        Head = new GroupHead(reader.Number(), reader.Hash());
        Type = reader.OptionalText();
        Status = (GroupStatus)reader.Byte();
        var flags = reader.Byte();
        (Untracked, MembershipComplete, CreationSeen) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
        OwnerId = reader.OptionalText();
        OwnerTime = reader.Number();
        DismissedAt = reader.Number();
        ImportedAt = reader.Number();
        DismissedBy = new CallbackId(reader.Wide().ToGuid());
        AliveAt = reader.Number();
        Joined = reader.Number();
        Exits = new ExitCounts(reader.Number(), reader.Number(), reader.Number(), reader.Number());
        Clock = reader.Number();

        var changes = ReadChanges(ref reader);
        ReadUsers(ref reader, changes, leaversAreNumbered);
        ReadRemembered(ref reader);
    }

    private Dictionary<LastChange, int> WriteChanges(ref SnapshotWriter writer)
    {
        var changes = new Dictionary<LastChange, int>();
        foreach (var user in Users.Rows())
        {
            if (Recognisable(user.State.Last) is { } last)
            {
                changes.TryAdd(last, changes.Count);
            }
        }

        var lastOfGroup = Recognisable(LastGroupChange);
        if (lastOfGroup is { } ofGroup)
        {
            changes.TryAdd(ofGroup, changes.Count);
        }

        writer.Number(changes.Count);
        foreach (var kept in changes.Keys)
        {
            writer.Wide(kept.CallbackId.Value.ToUInt128());
            writer.Wide(kept.Fingerprint.Value);
            writer.Number(kept.ReceivedAt);
            writer.Byte((byte)kept.Window);
        }

        writer.Number(lastOfGroup is { } change ? changes[change] : -1);
        return changes;
    }

    private LastChange[] ReadChanges(ref SnapshotReader reader)
    {
        var changes = new LastChange[reader.Count()];
        for (var i = 0; i < changes.Length; i++)
        {
            changes[i] = new LastChange(
                new CallbackId(reader.Wide().ToGuid()),
                new Fingerprint(reader.Wide()),
                reader.Number(),
                (DuplicateWindow)reader.Byte());
        }

        var ofGroup = reader.Number();
        LastGroupChange = ofGroup < 0 ? null : At(changes, ofGroup);
        return changes;
    }

    private void WriteUsers(ref SnapshotWriter writer, Dictionary<LastChange, int> changes)
    {
        writer.Number(Users.Count);
        foreach (var row in Users.Rows())
        {
            var user = row.State;
            var last = Recognisable(user.Last);
            var sinceIsMembershipTime = user.IsMember && user.Since == user.MembershipTime;
            var flags = (user.IsMember ? IsMemberFlag : 0)
                | (user.Dismissed ? DismissedFlag : 0)
                | (sinceIsMembershipTime ? SinceIsMembershipTimeFlag : 0)
                | (user.RoleTime == user.MembershipTime ? RoleTimeIsMembershipTimeFlag : 0)
                | (last is null ? 0 : HasLastFlag);
            writer.Utf8(row.Id.Span);
            writer.Byte((byte)flags);
            writer.Byte((byte)user.Role);
            writer.Number(user.MembershipTime);
            if (user.RoleTime != user.MembershipTime)
            {
                writer.Number(user.RoleTime);
            }

            if (user.IsMember && !sinceIsMembershipTime)
            {
                writer.Number(user.Since);
            }

            if (last is { } change)
            {
                writer.Number(changes[change]);
            }
        }
    }

    private void ReadUsers(ref SnapshotReader reader, LastChange[] changes, bool leaversAreNumbered)
    {
        var count = reader.Count();
        Users.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
        {
            var id = reader.Utf8();
            var flags = reader.Byte();
            var user = new UserState
            {
                IsMember = (flags & IsMemberFlag) != 0,
                Dismissed = (flags & DismissedFlag) != 0,
                Role = (GroupRole)reader.Byte(),
                MembershipTime = reader.Number(),
            };
            user.RoleTime = (flags & RoleTimeIsMembershipTimeFlag) != 0 ? user.MembershipTime : reader.Number();
            user.Since = (flags & SinceIsMembershipTimeFlag) != 0 ? user.MembershipTime
                : user.IsMember || leaversAreNumbered ? reader.Number()
                : UserState.Never;
            user.Last = (flags & HasLastFlag) != 0 ? At(changes, reader.Number()) : null;
            Users.Set(id, user, UserState.Never);
            MemberCount += user.IsMember ? 1 : 0;
        }
    }

    private void WriteRemembered(ref SnapshotWriter writer)
    {
        writer.Number(Users.LeaverCount);
        foreach (var (user, clock) in Users.Leavers())
        {
            writer.Utf8(user.Id.Span);
            writer.Number(clock);
        }
    }

    // In their order, each becomes the newest.
    private void ReadRemembered(ref SnapshotReader reader)
    {
        var count = reader.Count();
        for (var i = 0; i < count; i++)
        {
            var id = reader.Utf8();
            var clock = reader.Number();
            if (!Users.TryGet(id, out var user) || user.IsMember)
            {
                throw new JournalDamagedException("A snapshot remembers a leaver that it does not hold.");
            }

            Users.Set(id, user, clock);
        }
    }

    private static LastChange At(LastChange[] changes, long index) => index >= 0 && index < changes.Length
        ? changes[index]
        : throw new JournalDamagedException("A snapshot names a change that it does not hold.");
}
