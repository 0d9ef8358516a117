namespace GroupExitGrains.Membership;

// What a snapshot holds, in the order it holds it.
internal sealed partial class GroupState
{
    private const byte IsMemberFlag = 1;
    private const byte DismissedFlag = 2;
    private const byte SinceIsMembershipTimeFlag = 4;
    private const byte RoleTimeIsMembershipTimeFlag = 8;
    private const byte HasLastFlag = 16;

    public int UserCount => _users.Count;

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

    public void Read(ref SnapshotReader reader)
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
        ReadUsers(ref reader, changes);
        ReadRemembered(ref reader);
    }

    private Dictionary<LastChange, int> WriteChanges(ref SnapshotWriter writer)
    {
        var changes = new Dictionary<LastChange, int>(ReferenceEqualityComparer.Instance);
        foreach (var user in _users.Values)
        {
            if (Recognisable(user.Last) is { } last)
            {
                changes.TryAdd(last, changes.Count);
            }
        }

        var lastOfGroup = Recognisable(LastGroupChange);
        if (lastOfGroup is not null)
        {
            changes.TryAdd(lastOfGroup, changes.Count);
        }

        writer.Number(changes.Count);
        foreach (var change in changes.Keys)
        {
            writer.Wide(change.CallbackId.Value.ToUInt128());
            writer.Wide(change.Fingerprint.Value);
            writer.Number(change.ReceivedAt);
            writer.Byte((byte)change.Window);
        }

        writer.Number(lastOfGroup is null ? -1 : changes[lastOfGroup]);
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
        writer.Number(_users.Count);
        foreach (var (userId, user) in _users)
        {
            var last = Recognisable(user.Last);
            var sinceIsMembershipTime = user.IsMember && user.SinceOrStamp == user.MembershipTime;
            var flags = (user.IsMember ? IsMemberFlag : 0)
                | (user.Dismissed ? DismissedFlag : 0)
                | (sinceIsMembershipTime ? SinceIsMembershipTimeFlag : 0)
                | (user.RoleTime == user.MembershipTime ? RoleTimeIsMembershipTimeFlag : 0)
                | (last is null ? 0 : HasLastFlag);
            writer.Text(userId);
            writer.Byte((byte)flags);
            writer.Byte((byte)user.Role);
            writer.Number(user.MembershipTime);
            if (user.RoleTime != user.MembershipTime)
            {
                writer.Number(user.RoleTime);
            }

            if (!sinceIsMembershipTime)
            {
                writer.Number(user.SinceOrStamp);
            }

            if (last is not null)
            {
                writer.Number(changes[last]);
            }
        }
    }

    private void ReadUsers(ref SnapshotReader reader, LastChange[] changes)
    {
        var count = reader.Count();
        _users.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
        {
            var userId = reader.Text();
            var flags = reader.Byte();
            var user = new UserState
            {
                IsMember = (flags & IsMemberFlag) != 0,
                Dismissed = (flags & DismissedFlag) != 0,
                Role = (GroupRole)reader.Byte(),
                MembershipTime = reader.Number(),
            };
            user.RoleTime = (flags & RoleTimeIsMembershipTimeFlag) != 0 ? user.MembershipTime : reader.Number();
            user.SinceOrStamp = (flags & SinceIsMembershipTimeFlag) != 0 ? user.MembershipTime : reader.Number();
            user.Last = (flags & HasLastFlag) != 0 ? At(changes, reader.Number()) : null;
            _users[userId] = user;
            MemberCount += user.IsMember ? 1 : 0;
        }

        _rememberedCount = _users.Count - MemberCount;
    }

    private void WriteRemembered(ref SnapshotWriter writer)
    {
        writer.Number(_rememberedCount);
        foreach (var remembered in _remembered ?? [])
        {
            if (IsCurrent(remembered))
            {
                writer.Text(remembered.UserId);
                writer.Number(remembered.Clock);
            }
        }
    }

    private void ReadRemembered(ref SnapshotReader reader)
    {
        var count = reader.Count();
        _remembered = count == 0 ? null : new Queue<Remembered>(count);
        for (var i = 0; i < count; i++)
        {
            var userId = reader.Text();
            _remembered!.Enqueue(new Remembered(userId, this[userId].SinceOrStamp, reader.Number()));
        }
    }

    private static LastChange At(LastChange[] changes, long index) => index >= 0 && index < changes.Length
        ? changes[index]
        : throw new JournalDamagedException("A snapshot names a change that it does not hold.");
}
