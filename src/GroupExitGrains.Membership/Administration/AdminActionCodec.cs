namespace GroupExitGrains.Membership;

/// <summary>
/// The canonical bytes of an action, version 1, as <c>docs/security.md</c> has it: field 1 the id, 2 the time, 3 what,
/// 4 the outcome, 5 the target, 6 the details, 7 the actor's name, 8 the door, 9 the key's id, 10 the address. They are
/// what is stored and what the hash covers.
/// </summary>
public static class AdminActionCodec
{
    private const byte Version = 1;

    /// <summary>Encodes an action.</summary>
    public static byte[] Encode(AdminActionDraft action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var writer = new CanonicalWriter(Version, action.Details.Length + 256);
        action.Id.Write(writer.Field(1, CallbackId.Size));
        writer.Time(2, action.At);
        writer.Text(3, action.What);
        writer.Text(4, action.Outcome);
        writer.Text(5, action.Target);
        writer.Text(6, action.Details);
        writer.Text(7, action.Actor.Name);
        writer.Byte(8, (byte)action.Actor.Door);
        writer.Text(9, action.Actor.KeyId);
        writer.Text(10, action.Actor.Address);
        return writer.Finish();
    }

    /// <summary>Decodes an action.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static AdminActionDraft Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes, Version);
        CallbackId id = default;
        var at = DateTimeOffset.UnixEpoch;
        var texts = new string?[11];
        AdminDoor door = default;
        while (reader.Read())
        {
            switch (reader.Tag)
            {
                case 1:
                    id = CallbackId.Read(reader.Sized(CallbackId.Size));
                    break;
                case 2:
                    at = reader.Time();
                    break;
                case 8:
                    door = (AdminDoor)reader.Byte();
                    break;
                case >= 3 and <= 10:
                    texts[reader.Tag] = reader.Text();
                    break;
                default:
                    throw new JournalDamagedException($"Field {reader.Tag} of an action is not known.");
            }
        }

        return new AdminActionDraft
        {
            Id = id,
            At = at,
            What = Required(3),
            Outcome = Required(4),
            Target = texts[5],
            Details = Required(6),
            Actor = new AdminActor(Required(7), door, texts[9], texts[10]),
        };

        string Required(int tag) => texts[tag] ?? throw new JournalDamagedException($"Field {tag} of an action is missing.");
    }
}
