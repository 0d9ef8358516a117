using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>An entry's columns as they were read, not believed yet.</summary>
internal readonly ref struct EntryRow
{
    public required long Sequence { get; init; }

    public required long Kind { get; init; }

    public required long Effect { get; init; }

    public required long Role { get; init; }

    public required bool WasMember { get; init; }

    public required string? UserId { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long? Since { get; init; }

    public required ReadOnlySpan<byte> Hash { get; init; }

    /// <summary>The entry.</summary>
    /// <exception cref="JournalDamagedException">No such row was ever written.</exception>
    public LedgerEntry Decode()
    {
        if (Kind is < (long)EntryKind.Created or > (long)EntryKind.Imported
            || Effect is < (long)EntryEffect.Applied or > (long)EntryEffect.Stale
            || Role is < (long)GroupRole.Unknown or > (long)GroupRole.Owner
            || Hash.Length != EntryHash.Size)
        {
            throw new JournalDamagedException(
                $"Entry {Sequence} has kind {Kind}, effect {Effect}, role {Role} and a hash of {Hash.Length} bytes.");
        }

        return new LedgerEntry(
            Sequence,
            (EntryKind)Kind,
            UserId,
            (GroupRole)Role,
            WasMember,
            (EntryEffect)Effect,
            Since is { } since ? UnixTime.Read(since) : null,
            EntryHash.Read(Hash));
    }
}
