namespace GroupExitGrains.Membership;

/// <summary>
/// Encodes a whole <see cref="Callback"/>, verified and not decided on: what is kept while the journal cannot be reached.
/// The raw request and the change are inside in their own canonical bytes.
/// </summary>
public static class CallbackCodec
{
    private const byte Version = 1;

    /// <summary>Encodes a callback.</summary>
    public static byte[] Encode(Callback callback)
    {
        var request = RawRequestCodec.Encode(callback.Request);
        var change = GroupChangeCodec.Encode(callback.Change);
        var writer = new CanonicalWriter(Version, request.Length + change.Length + 256);
        callback.Id.Write(writer.Field(1, CallbackId.Size));
        writer.Text(2, callback.Source);
        writer.Text(3, callback.Change.GroupId);
        writer.Time(4, callback.ReceivedAt);
        writer.Text(5, callback.Command);
        writer.Text(6, callback.OperationId);
        writer.Text(7, callback.ClientIp);
        writer.Text(8, callback.ClientPlatform);
        writer.Bytes(9, change);
        writer.Bytes(10, request);
        return writer.Finish();
    }

    /// <summary>Decodes a callback. The body of its request is a part of the given memory.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static Callback Decode(ReadOnlyMemory<byte> bytes)
    {
        var heading = DecodeHeading(bytes.Span);
        string? command = null, operationId = null, clientIp = null, clientPlatform = null;
        GroupChange? change = null;
        RawRequest? request = null;
        var reader = new CanonicalReader(bytes.Span, Version);
        while (reader.Read())
        {
            switch (reader.Tag)
            {
                case <= 4: break;
                case 5: command = reader.Text(); break;
                case 6: operationId = reader.Text(); break;
                case 7: clientIp = reader.Text(); break;
                case 8: clientPlatform = reader.Text(); break;
                case 9: change = GroupChangeCodec.Decode(reader.Value); break;
                case 10: request = RawRequestCodec.Decode(bytes.Slice(reader.ValueOffset, reader.Value.Length)); break;
                default: throw new JournalDamagedException($"Field {reader.Tag} does not belong to a callback.");
            }
        }

        return new Callback
        {
            Id = heading.Id,
            Source = heading.Group.Source,
            Command = command ?? throw Missing("command"),
            OperationId = operationId,
            ReceivedAt = heading.ReceivedAt,
            ClientIp = clientIp,
            ClientPlatform = clientPlatform,
            Change = change ?? throw Missing("change"),
            Request = request ?? throw Missing("request"),
        };
    }

    /// <summary>Decodes only what says where a callback belongs: it stands in front, whatever the callback's size.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static CallbackHeading DecodeHeading(ReadOnlySpan<byte> bytes)
    {
        CallbackId? id = null;
        string? source = null, groupId = null;
        DateTimeOffset? receivedAt = null;
        var reader = new CanonicalReader(bytes, Version);
        while (receivedAt is null && reader.Read())
        {
            switch (reader.Tag)
            {
                case 1: id = CallbackId.Read(reader.Sized(CallbackId.Size)); break;
                case 2: source = reader.Text(); break;
                case 3: groupId = reader.Text(); break;
                case 4: receivedAt = reader.Time(); break;
                default: throw new JournalDamagedException($"Field {reader.Tag} does not belong to a heading.");
            }
        }

        return new CallbackHeading(
            id ?? throw Missing("id"),
            new GroupKey(source ?? throw Missing("source"), groupId ?? throw Missing("group")),
            receivedAt ?? throw Missing("time"));
    }

    private static JournalDamagedException Missing(string name) => new($"A callback without its {name}.");
}

/// <summary>Where an encoded callback belongs.</summary>
/// <param name="Id">The callback.</param>
/// <param name="Group">Its group.</param>
/// <param name="ReceivedAt">When it was received, UTC, whole milliseconds.</param>
public readonly record struct CallbackHeading(CallbackId Id, GroupKey Group, DateTimeOffset ReceivedAt);
