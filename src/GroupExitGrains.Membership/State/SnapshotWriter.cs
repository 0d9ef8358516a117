using System.Buffers.Binary;
using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>Writes the compact form of a snapshot: numbers in groups of seven bits, texts behind their length.</summary>
internal ref struct SnapshotWriter(int sizeHint)
{
    private byte[] _buffer = new byte[Math.Max(sizeHint, 64)];
    private int _length;

    public void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    public void Number(long value)
    {
        Ensure(10);

        // Zigzag, so that small negative numbers are short, too.
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            _buffer[_length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _buffer[_length++] = (byte)rest;
    }

    public void Text(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Number(size);
        Ensure(size);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    public void Utf8(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Ensure(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    public void OptionalText(string? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is not null)
        {
            Text(value);
        }
    }

    public void Hash(EntryHash hash)
    {
        Ensure(EntryHash.Size);
        hash.Write(_buffer.AsSpan(_length));
        _length += EntryHash.Size;
    }

    public void Wide(UInt128 value)
    {
        Ensure(16);
        BinaryPrimitives.WriteUInt128BigEndian(_buffer.AsSpan(_length), value);
        _length += 16;
    }

    public readonly byte[] Finish() => _buffer.AsSpan(0, _length).ToArray();

    private void Ensure(int more)
    {
        if (_buffer.Length - _length < more)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + more)));
        }
    }
}
