using System.Buffers.Binary;

namespace GroupExitGrains.Membership;

/// <summary>A UUID as one number, its first byte the most significant.</summary>
internal static class GuidNumbers
{
    public static UInt128 ToUInt128(this Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static Guid ToGuid(this UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }
}
