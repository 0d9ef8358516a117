using System.Buffers.Binary;

namespace GroupExitGrains.Membership;

/// <summary>
/// The canonical bytes of <see cref="CallbackFacts"/>, version 1, as <c>docs/audit-chain.md</c> has them. They are what is
/// stored and what every entry's hash covers, so their form never changes: another form is another version.
/// </summary>
public static class CallbackFactsCodec
{
    private const byte Version = 1;
    private const byte UntrackedFlag = 1;
    private const byte ListsAllMembersFlag = 2;
    private const byte OwnersSwapRolesFlag = 4;

    /// <summary>Encodes facts.</summary>
    public static byte[] Encode(CallbackFacts facts)
    {
        var writer = new CanonicalWriter(Version, 384);
        facts.CallbackId.Write(writer.Field(1, CallbackId.Size));
        writer.Text(2, facts.Group.Source);
        writer.Text(3, facts.Group.GroupId);
        writer.Byte(4, (byte)facts.Change);
        writer.Text(5, facts.Command);
        writer.Text(6, facts.OperationId);
        writer.Time(7, facts.ReceivedAt);
        writer.Time(8, facts.OccurredAt);
        writer.Text(9, facts.OperatorId);
        writer.Byte(10, (byte)facts.OperatorBasis);
        writer.Text(11, facts.Reason);
        writer.Text(12, facts.ClientIp);
        writer.Text(13, facts.ClientPlatform);
        writer.Text(14, facts.GroupType);
        writer.Byte(15, Flags(facts));
        writer.Text(16, facts.OldOwnerId);
        BinaryPrimitives.WriteUInt128BigEndian(writer.Field(17, Fingerprint.Size), facts.Fingerprint.Value);
        writer.Byte(18, (byte)facts.Window);
        facts.RequestDigest.Write(writer.Field(19, EntryHash.Size));
        return writer.Finish();
    }

    /// <summary>Decodes facts.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static CallbackFacts Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes, Version);
        CallbackId id = default;
        string? source = null, groupId = null, command = null, operationId = null, operatorId = null, reason = null;
        string? clientIp = null, clientPlatform = null, groupType = null, oldOwnerId = null;
        DateTimeOffset receivedAt = default;
        DateTimeOffset? occurredAt = null;
        byte change = 0, basis = 0, flags = 0, window = 0;
        Fingerprint fingerprint = default;
        EntryHash digest = default;
        while (reader.Read())
        {
            switch (reader.Tag)
            {
                case 1: id = CallbackId.Read(reader.Sized(CallbackId.Size)); break;
                case 2: source = reader.Text(); break;
                case 3: groupId = reader.Text(); break;
                case 4: change = reader.Byte(); break;
                case 5: command = reader.Text(); break;
                case 6: operationId = reader.Text(); break;
                case 7: receivedAt = reader.Time(); break;
                case 8: occurredAt = reader.Time(); break;
                case 9: operatorId = reader.Text(); break;
                case 10: basis = reader.Byte(); break;
                case 11: reason = reader.Text(); break;
                case 12: clientIp = reader.Text(); break;
                case 13: clientPlatform = reader.Text(); break;
                case 14: groupType = reader.Text(); break;
                case 15: flags = reader.Byte(); break;
                case 16: oldOwnerId = reader.Text(); break;
                case 17: fingerprint = new(BinaryPrimitives.ReadUInt128BigEndian(reader.Sized(Fingerprint.Size))); break;
                case 18: window = reader.Byte(); break;
                case 19: digest = EntryHash.Read(reader.Sized(EntryHash.Size)); break;
                default: throw new JournalDamagedException($"Field {reader.Tag} does not belong to a callback.");
            }
        }

        return new CallbackFacts
        {
            CallbackId = id,
            Group = new(Required(source, "source"), Required(groupId, "group")),
            Change = (ChangeKind)change,
            Command = Required(command, "command"),
            OperationId = operationId,
            ReceivedAt = receivedAt,
            OccurredAt = occurredAt,
            OperatorId = operatorId,
            OperatorBasis = (OperatorBasis)basis,
            Reason = reason,
            ClientIp = clientIp,
            ClientPlatform = clientPlatform,
            GroupType = groupType,
            Untracked = (flags & UntrackedFlag) != 0,
            ListsAllMembers = (flags & ListsAllMembersFlag) != 0,
            OwnersSwapRoles = (flags & OwnersSwapRolesFlag) != 0,
            OldOwnerId = oldOwnerId,
            Fingerprint = fingerprint,
            Window = (DuplicateWindow)window,
            RequestDigest = digest,
        };
    }

    private static string Required(string? value, string name) =>
        value ?? throw new JournalDamagedException($"A callback without its {name}.");

    private static byte Flags(CallbackFacts facts) => (byte)(
        (facts.Untracked ? UntrackedFlag : 0)
        | (facts.ListsAllMembers ? ListsAllMembersFlag : 0)
        | (facts.OwnersSwapRoles ? OwnersSwapRolesFlag : 0));
}
