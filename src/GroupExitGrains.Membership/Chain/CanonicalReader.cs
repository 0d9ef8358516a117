using System.Buffers.Binary;
using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>Reads what <see cref="CanonicalWriter"/> wrote, field by field.</summary>
internal ref struct CanonicalReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _bytes;
    private int _offset;
    private int _valueLength;

    /// <exception cref="JournalDamagedException">The bytes are of another version, or there are none.</exception>
    public CanonicalReader(ReadOnlySpan<byte> bytes, byte version)
    {
        if (bytes.IsEmpty || bytes[0] != version)
        {
            throw new JournalDamagedException(
                bytes.IsEmpty ? "There are no bytes." : $"Version {bytes[0]} of canonical bytes is not known.");
        }

        _bytes = bytes;
        _offset = 1;
    }

    public byte Tag { get; private set; }

    public readonly ReadOnlySpan<byte> Value => _bytes.Slice(_offset - _valueLength, _valueLength);

    /// <summary>Where <see cref="Value"/> starts in the bytes.</summary>
    public readonly int ValueOffset => _offset - _valueLength;

    /// <summary>Moves to the next field; false at the end.</summary>
    /// <exception cref="JournalDamagedException">A field is cut off.</exception>
    public bool Read()
    {
        if (_offset == _bytes.Length)
        {
            return false;
        }

        if (_bytes.Length - _offset < 5)
        {
            throw new JournalDamagedException("A field is cut off.");
        }

        Tag = _bytes[_offset];
        _valueLength = BinaryPrimitives.ReadInt32BigEndian(_bytes[(_offset + 1)..]);
        if (_valueLength < 0 || _valueLength > _bytes.Length - _offset - 5)
        {
            throw new JournalDamagedException($"Field {Tag} is cut off.");
        }

        _offset += 5 + _valueLength;
        return true;
    }

    /// <exception cref="JournalDamagedException">The value is not UTF-8.</exception>
    public readonly string Text()
    {
        try
        {
            return Strict.GetString(Value);
        }
        catch (DecoderFallbackException exception)
        {
            throw new JournalDamagedException($"Field {Tag} is not UTF-8.", exception);
        }
    }

    public readonly byte Byte() => Sized(1)[0];

    public readonly long Number() => BinaryPrimitives.ReadInt64BigEndian(Sized(sizeof(long)));

    /// <exception cref="JournalDamagedException">The value is no time.</exception>
    public readonly DateTimeOffset Time() => UnixTime.Read(Number());

    /// <exception cref="JournalDamagedException">The value has another length.</exception>
    public readonly ReadOnlySpan<byte> Sized(int length) => _valueLength == length
        ? Value
        : throw new JournalDamagedException($"Field {Tag} has {_valueLength} bytes, not {length}.");
}
