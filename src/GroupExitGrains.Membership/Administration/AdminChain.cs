using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GroupExitGrains.Membership;

/// <summary>The hash chain over actions: SHA-256 over the previous hash (32 bytes), the sequence (8, most significant first) and
/// the action's canonical bytes.</summary>
public static class AdminChain
{
    /// <summary>The hash of an action.</summary>
    public static EntryHash Hash(EntryHash previous, long sequence, ReadOnlySpan<byte> action)
    {
        Span<byte> bytes = stackalloc byte[EntryHash.Size + sizeof(long)];
        previous.Write(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[EntryHash.Size..], sequence);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        hash.AppendData(action);
        Span<byte> digest = stackalloc byte[EntryHash.Size];
        hash.GetHashAndReset(digest);
        return EntryHash.Read(digest);
    }
}
