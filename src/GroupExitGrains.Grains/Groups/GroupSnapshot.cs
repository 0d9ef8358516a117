using System.Buffers.Binary;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>
/// A group's snapshot as grain state: the head's sequence (8 bytes, most significant first), its hash (32), and the encoded
/// state. Bytes, so that what is damaged is found by the ledger, which then replays, and not by a deserializer, which would
/// keep the grain from activating.
/// </summary>
[GenerateSerializer]
[Alias("groupexit.group-snapshot")]
public sealed class GroupSnapshot
{
    private const int HeadSize = sizeof(long) + EntryHash.Size;

    /// <summary>The bytes; empty if there is no snapshot.</summary>
    [Id(0)]
    public byte[] Encoded { get; set; } = [];

    /// <summary>Encodes a snapshot.</summary>
    public static GroupSnapshot Of(Snapshot snapshot)
    {
        var encoded = new byte[HeadSize + snapshot.State.Length];
        BinaryPrimitives.WriteInt64BigEndian(encoded, snapshot.Head.Sequence);
        snapshot.Head.Hash.Write(encoded.AsSpan(sizeof(long)));
        snapshot.State.Span.CopyTo(encoded.AsSpan(HeadSize));
        return new GroupSnapshot { Encoded = encoded };
    }

    /// <summary>The head's sequence; 0 if there is no snapshot or it is damaged.</summary>
    public long Sequence => Encoded.Length >= HeadSize ? BinaryPrimitives.ReadInt64BigEndian(Encoded) : 0;

    /// <summary>Decodes the snapshot.</summary>
    /// <exception cref="JournalDamagedException">The bytes are too few.</exception>
    public Snapshot Decode() => Encoded.Length >= HeadSize
        ? new Snapshot(
            new GroupHead(Sequence, EntryHash.Read(Encoded.AsSpan(sizeof(long), EntryHash.Size))), Encoded.AsMemory(HeadSize))
        : throw new JournalDamagedException($"A snapshot of {Encoded.Length} bytes is cut off.");
}
