using System.Buffers.Binary;
using System.Numerics;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>CRC-32C (Castagnoli), as iSCSI and ext4 have it.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of bytes that follow others whose checksum is <paramref name="before"/>; 0 if none do.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
