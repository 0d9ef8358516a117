namespace GroupExitGrains.Membership;

/// <summary>Where a group's history ends: what the next append must continue.</summary>
/// <param name="Sequence">The last entry's number; 0 for a group without entries.</param>
/// <param name="Hash">The last entry's hash; zero for a group without entries.</param>
public readonly record struct GroupHead(long Sequence, EntryHash Hash);
