using System.Buffers.Binary;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>
/// What stands before each payload in a segment, least significant byte first: the segment's marker, the payload's length,
/// and the CRC-32C of length and payload. Marker and start of the checksum come from the segment's salt, which is in no
/// request: nobody can send bytes that would be taken for a record when a damaged one before them is skipped.
/// </summary>
internal static class RecordFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 12;

    /// <summary>The marker with which a segment's records begin.</summary>
    public static uint Marker(ulong salt) => (uint)salt;

    public static void WriteHeader(Span<byte> header, ulong salt, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, Marker(salt));
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Checksum(salt, header[4..8], payload));
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

    /// <summary>Whether a header and a payload of the length it gives belong together and are as they were written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, ulong salt) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Checksum(salt, header[4..8], payload);

    private static uint Checksum(ulong salt, ReadOnlySpan<byte> length, ReadOnlySpan<byte> payload) =>
        Crc32C.Append(Crc32C.Append((uint)(salt >> 32), length), payload);
}
