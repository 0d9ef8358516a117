using System.Buffers.Binary;
using GroupExitGrains.Journal.Spool.Disk;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>Reads a segment from its beginning, going on behind what cannot be read with the next record that can.</summary>
internal sealed class SegmentScan(ISpoolFile file, ulong salt)
{
    private readonly byte[] _marker = MarkerBytes(salt);
    private readonly long _length = file.Length;
    private byte[] _window = new byte[1 << 20];
    private long _windowStart;
    private int _windowLength;

    /// <summary>Reads the whole segment.</summary>
    /// <param name="record">Is told each record's offset, when it was spooled, and its payload; false if the payload is not one.</param>
    /// <param name="damage">Is told what lies, unreadable, before a record that can be read.</param>
    /// <returns>Where unreadable bytes at the end begin; the segment's length if there are none.</returns>
    public long Read(Func<long, long, ReadOnlySpan<byte>, bool> record, Action<UnreadableBytes> damage)
    {
        long offset = 0;
        long unreadableFrom = 0;
        while (offset < _length)
        {
            if (TryReadFrame(offset, out var spooledAt, out var payload) && record(offset, spooledAt, payload))
            {
                if (unreadableFrom < offset)
                {
                    damage(new UnreadableBytes(unreadableFrom, offset - unreadableFrom));
                }

                offset += RecordFrame.HeaderSize + payload.Length;
                unreadableFrom = offset;
            }
            else
            {
                offset = FindMarker(offset + 1);
            }
        }

        return unreadableFrom;
    }

    private bool TryReadFrame(long offset, out long spooledAt, out ReadOnlySpan<byte> payload)
    {
        spooledAt = 0;
        payload = default;
        if (!RecordFrame.TryReadLength(Peek(offset, RecordFrame.HeaderSize), salt, out var length)
            || length > _length - offset - RecordFrame.HeaderSize)
        {
            return false;
        }

        var frame = Peek(offset, RecordFrame.HeaderSize + length);
        spooledAt = RecordFrame.SpooledAt(frame);
        payload = frame[RecordFrame.HeaderSize..];
        return RecordFrame.IsWhole(frame[..RecordFrame.HeaderSize], payload, salt);
    }

    private long FindMarker(long offset)
    {
        while (offset < _length)
        {
            var bytes = Peek(offset, (int)Math.Min(_length - offset, 64 * 1024));
            var found = bytes.IndexOf(_marker);
            if (found >= 0)
            {
                return offset + found;
            }

            // The marker may lie across the end of what was looked at.
            offset += Math.Max(1, bytes.Length - _marker.Length + 1);
        }

        return _length;
    }

    /// <summary>Bytes at an offset, fewer at the end of the file.</summary>
    private ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            if (count > _window.Length)
            {
                _window = new byte[count];
            }

            _windowStart = offset;
            _windowLength = file.Read(_window, offset);
        }

        var start = (int)(offset - _windowStart);
        return _window.AsSpan(start, Math.Min(count, _windowLength - start));
    }

    private static byte[] MarkerBytes(ulong salt)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, RecordFrame.Marker(salt));
        return bytes;
    }
}

/// <summary>A stretch of a segment that is no record.</summary>
internal readonly record struct UnreadableBytes(long Offset, long Length);
