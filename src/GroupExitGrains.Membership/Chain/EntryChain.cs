using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>
/// The hash chain over a group's entries, version 1, as <c>docs/audit-chain.md</c> has it:
/// SHA-256 over the previous hash (32 bytes), the version (1), the SHA-256 of the callback's facts (32), the sequence (8),
/// kind, effect, role, was-member (1 each), since (8), the length of the user id (2) and the user id. Numbers are most
/// significant byte first; an absent time is the smallest number, an absent user id has length 0.
/// </summary>
public static class EntryChain
{
    private const byte Version = 1;
    private const int FixedSize = EntryHash.Size + 1 + EntryHash.Size + 8 + 4 + 8 + 2;

    /// <summary>SHA-256 of bytes.</summary>
    public static EntryHash Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[EntryHash.Size];
        SHA256.HashData(bytes, digest);
        return EntryHash.Read(digest);
    }

    /// <summary>The hash of an entry (whose own <see cref="LedgerEntry.Hash"/> is not looked at).</summary>
    /// <param name="previous">The hash of the entry before it, zero for the first.</param>
    /// <param name="factsDigest">SHA-256 of the canonical bytes of its callback's facts.</param>
    /// <param name="entry">The entry.</param>
    public static EntryHash Hash(EntryHash previous, EntryHash factsDigest, in LedgerEntry entry)
    {
        Span<byte> bytes = stackalloc byte[FixedSize + VendorId.MaxBytes];
        previous.Write(bytes);
        bytes[32] = Version;
        factsDigest.Write(bytes[33..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[65..], entry.Sequence);
        bytes[73] = (byte)entry.Kind;
        bytes[74] = (byte)entry.Effect;
        bytes[75] = (byte)entry.Role;
        bytes[76] = entry.WasMember ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes[77..], entry.Since?.ToUnixTimeMilliseconds() ?? long.MinValue);
        var userBytes = entry.UserId is null ? 0 : Encoding.UTF8.GetBytes(entry.UserId, bytes[FixedSize..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[85..], (ushort)userBytes);
        return Digest(bytes[..(FixedSize + userBytes)]);
    }
}
