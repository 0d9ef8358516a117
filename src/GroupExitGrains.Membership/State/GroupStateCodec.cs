namespace GroupExitGrains.Membership;

/// <summary>
/// Encodes a group's state for a snapshot. A snapshot is thrown away when its version is not known, so this form may
/// change; the journal has everything. Repetitions that could not be recognised any more are left out.
/// </summary>
internal static class GroupStateCodec
{
    public const byte Version = 1;

    public static byte[] Encode(GroupState state)
    {
        var writer = new SnapshotWriter(256 + (state.UserCount * 40));
        writer.Byte(Version);
        state.Write(ref writer);
        return writer.Finish();
    }

    /// <summary>Decodes a state; null if it is of another version.</summary>
    /// <exception cref="JournalDamagedException">The bytes are cut off or make no sense.</exception>
    public static GroupState? Decode(ReadOnlySpan<byte> bytes, GroupKey group, LedgerOptions options)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
        {
            return null;
        }

        var reader = new SnapshotReader(bytes[1..]);
        var state = new GroupState(group, options);
        state.Read(ref reader);
        return state;
    }
}
