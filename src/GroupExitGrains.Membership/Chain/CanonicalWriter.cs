using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>
/// Writes canonical bytes: a version byte, then fields as a tag of one byte, a length of four bytes (most significant
/// first) and the value. Absent fields are left out; the caller writes tags in ascending order.
/// </summary>
internal ref struct CanonicalWriter
{
    private byte[] _buffer;
    private int _length;

    public CanonicalWriter(byte version, int sizeHint)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 64));
        _buffer[0] = version;
        _length = 1;
    }

    public void Bytes(byte tag, ReadOnlySpan<byte> value) => value.CopyTo(Field(tag, value.Length));

    public void Text(byte tag, string? value)
    {
        if (value is not null)
        {
            Encoding.UTF8.GetBytes(value, Field(tag, Encoding.UTF8.GetByteCount(value)));
        }
    }

    public void Byte(byte tag, byte value) => Field(tag, 1)[0] = value;

    public void Number(byte tag, long value) => BinaryPrimitives.WriteInt64BigEndian(Field(tag, sizeof(long)), value);

    public void Time(byte tag, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            Number(tag, time.ToUnixTimeMilliseconds());
        }
    }

    public Span<byte> Field(byte tag, int length)
    {
        Ensure(5 + length);
        _buffer[_length] = tag;
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length + 1), length);
        var value = _buffer.AsSpan(_length + 5, length);
        _length += 5 + length;
        return value;
    }

    /// <summary>The bytes written; ends the use of this writer.</summary>
    public byte[] Finish()
    {
        var result = _buffer.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return result;
    }

    private void Ensure(int more)
    {
        if (_buffer.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + more)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
