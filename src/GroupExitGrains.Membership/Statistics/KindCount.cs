namespace GroupExitGrains.Membership;

/// <summary>How many entries of one kind were applied in one bucket. There is none where there were none.</summary>
/// <param name="Start">When the bucket begins.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many.</param>
public readonly record struct KindCount(DateTimeOffset Start, EntryKind Kind, long Count);
