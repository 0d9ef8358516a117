using System.Security.Cryptography;

namespace GroupExitGrains.Membership;

/// <summary>
/// Encodes a group's state for a snapshot. A snapshot is thrown away when its version is not known, so this form may
/// change; the journal has everything. Repetitions that could not be recognised any more are left out. A digest goes before
/// it, so that what was cut off or altered is not mistaken for a state.
/// </summary>
internal static class GroupStateCodec
{
    public const byte Version = 2;

    /// <summary>Differs in that each leaver has a number of its own, which says nothing any more.</summary>
    private const byte EarlierVersion = 1;

    public static byte[] Encode(GroupState state)
    {
        var writer = new SnapshotWriter(256 + (state.UserCount * 40));
        writer.Hash(EntryHash.Zero);
        writer.Byte(Version);
        state.Write(ref writer);
        var bytes = writer.Finish();
        SHA256.HashData(bytes.AsSpan(EntryHash.Size), bytes);
        return bytes;
    }

    /// <summary>Decodes a state; null if it is of another version.</summary>
    /// <exception cref="JournalDamagedException">The bytes are cut off or altered.</exception>
    public static GroupState? Decode(ReadOnlySpan<byte> bytes, GroupKey group, LedgerOptions options)
    {
        if (bytes.Length <= EntryHash.Size
            || EntryChain.Digest(bytes[EntryHash.Size..]) != EntryHash.Read(bytes[..EntryHash.Size]))
        {
            throw new JournalDamagedException("The snapshot was cut off or altered.");
        }

        var reader = new SnapshotReader(bytes[EntryHash.Size..]);
        var version = reader.Byte();
        if (version is not Version and not EarlierVersion)
        {
            return null;
        }

        var state = new GroupState(group, options);
        state.Read(ref reader, leaversAreNumbered: version == EarlierVersion);
        return state;
    }
}
