using System.Buffers.Binary;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>
/// What stands before each payload in a segment, least significant byte first: the segment's marker (4 bytes), the payload's
/// length (4), the CRC-32C of what follows it and of the length (4), and when it was spooled, in milliseconds since 1970 (8): a
/// callback that is replayed was received long before. Marker and start of the checksum come from the segment's salt, which is in no
/// request: nobody can send bytes that would be taken for a record when a damaged one before them is skipped.
/// </summary>
internal static class RecordFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 20;

    /// <summary>The marker with which a segment's records begin.</summary>
    public static uint Marker(ulong salt) => (uint)salt;

    public static void WriteHeader(Span<byte> header, ulong salt, long spooledAt, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, Marker(salt));
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[12..], spooledAt);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Checksum(salt, header, payload));
    }

    /// <summary>The length of the payload behind a header; false if this is no header of the segment.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> header, ulong salt, out int length)
    {
        length = 0;
        if (header.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(header) != Marker(salt))
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        return length > 0;
    }

    /// <summary>When the payload behind a header was spooled, in milliseconds since 1970.</summary>
    public static long SpooledAt(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64LittleEndian(header[12..]);

    /// <summary>Whether a header and a payload of the length it gives belong together and are as they were written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, ulong salt) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Checksum(salt, header, payload);

    private static uint Checksum(ulong salt, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var ofLength = Crc32C.Append((uint)(salt >> 32), header[4..8]);
        return Crc32C.Append(Crc32C.Append(ofLength, header[12..HeaderSize]), payload);
    }
}
