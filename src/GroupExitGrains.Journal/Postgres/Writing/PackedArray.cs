using System.Buffers.Binary;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// An array of one dimension in the form in which it goes to the server (<c>array_send</c>): the number of dimensions, whether
/// there are nulls, the type of the elements, their number, the lower bound; then each element's length, -1 for null, and bytes.
/// Npgsql's own writing of an array takes a virtual call, a state machine and a look at the buffer for every element, which for
/// a batch of many short columns was a fifth of the processor time of this process.
/// </summary>
/// <param name="elementType">The object id of the elements' type in <c>pg_type</c>.</param>
internal sealed class PackedArray(int elementType)
{
    private const int EmptySize = 12;
    private const int HeaderSize = 20;

    /// <summary>What is kept from batch to batch: a giant request is not.</summary>
    private const int KeptBytes = 256 * 1024;

    /// <summary>What cannot be written down must not be written down as something else.</summary>
    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _bytes = new byte[1024];
    private int _length = HeaderSize;
    private int _count;
    private bool _hasNulls;

    /// <summary>How many bytes it has on the wire.</summary>
    public int Size => _count == 0 ? EmptySize : _length;

    /// <summary>All of it; valid until the next change.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var header = _bytes.AsSpan(0, HeaderSize);
        BinaryPrimitives.WriteInt32BigEndian(header, _count == 0 ? 0 : 1);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], _hasNulls ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], elementType);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], _count);
        BinaryPrimitives.WriteInt32BigEndian(header[16..], 1);
        return _bytes.AsMemory(0, Size);
    }

    public void Add(bool value) => Element(1)[0] = value ? (byte)1 : (byte)0;

    public void Add(short value) => BinaryPrimitives.WriteInt16BigEndian(Element(sizeof(short)), value);

    public void Add(int value) => BinaryPrimitives.WriteInt32BigEndian(Element(sizeof(int)), value);

    public void Add(long value) => BinaryPrimitives.WriteInt64BigEndian(Element(sizeof(long)), value);

    public void Add(long? value)
    {
        if (value is { } number)
        {
            Add(number);
        }
        else
        {
            AddNull();
        }
    }

    public void Add(CallbackId? value)
    {
        if (value is { } id)
        {
            id.Write(Element(CallbackId.Size));
        }
        else
        {
            AddNull();
        }
    }

    public void Add(EntryHash value) => value.Write(Element(EntryHash.Size));

    public void Add(ReadOnlySpan<byte> value) => value.CopyTo(Element(value.Length));

    public void Add(string? value)
    {
        if (value is null)
        {
            AddNull();
        }
        else
        {
            s_text.GetBytes(value, Element(s_text.GetByteCount(value)));
        }
    }

    /// <summary>Lets go of the elements.</summary>
    public void Clear()
    {
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[1024];
        }

        (_length, _count, _hasNulls) = (HeaderSize, 0, false);
    }

    private void AddNull()
    {
        _hasNulls = true;
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), -1);
        _count++;
    }

    private Span<byte> Element(int size)
    {
        var room = Room(sizeof(int) + size);
        BinaryPrimitives.WriteInt32BigEndian(room, size);
        _count++;
        return room[sizeof(int)..];
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + size)));
        }

        var room = _bytes.AsSpan(_length, size);
        _length += size;
        return room;
    }
}
