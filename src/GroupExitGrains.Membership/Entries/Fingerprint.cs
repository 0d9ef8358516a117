namespace GroupExitGrains.Membership;

/// <summary>
/// What makes two callbacks the same: the first 128 bits of the SHA-256 over the change as understood and what tells it
/// from a repetition (<see cref="DuplicateWindow"/>).
/// </summary>
/// <param name="Value">The digest's first sixteen bytes, the first one most significant.</param>
public readonly record struct Fingerprint(UInt128 Value)
{
    /// <summary>The number of bytes of a fingerprint.</summary>
    public const int Size = 16;
}
