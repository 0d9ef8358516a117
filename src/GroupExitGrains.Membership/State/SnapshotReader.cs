using System.Buffers.Binary;
using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote.</summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _offset;

    public byte Byte() => Take(1)[0];

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new JournalDamagedException("A number in a snapshot does not end.");
    }

    public int Count()
    {
        var count = Number();
        return count >= 0 && count <= _bytes.Length
            ? (int)count
            : throw new JournalDamagedException($"A snapshot of {_bytes.Length} bytes cannot hold {count} items.");
    }

    public string Text() => Encoding.UTF8.GetString(Utf8());

    /// <summary>A text as it is written.</summary>
    public ReadOnlySpan<byte> Utf8() => Take(Count());

    public string? OptionalText() => Byte() == 0 ? null : Text();

    public EntryHash Hash() => EntryHash.Read(Take(EntryHash.Size));

    public UInt128 Wide() => BinaryPrimitives.ReadUInt128BigEndian(Take(16));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_bytes.Length - _offset < count)
        {
            throw new JournalDamagedException("A snapshot is cut off.");
        }

        _offset += count;
        return _bytes.Slice(_offset - count, count);
    }
}
