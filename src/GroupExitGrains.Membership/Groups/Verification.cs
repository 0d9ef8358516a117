namespace GroupExitGrains.Membership;

/// <summary>The outcome of walking a group's hash chain.</summary>
/// <param name="Valid">Every entry, raw request, the head row and the snapshot agree.</param>
/// <param name="Entries">How many entries were walked and found good.</param>
/// <param name="HeadHash">The hash at which the history ends, as the head row has it.</param>
/// <param name="FirstBrokenSequence">The first entry that does not hold; for a head row or a snapshot that disagrees, the sequence it claims.</param>
/// <param name="Reason">What does not hold, in words.</param>
public sealed record Verification(
    bool Valid, long Entries, EntryHash HeadHash, long? FirstBrokenSequence = null, string? Reason = null);
