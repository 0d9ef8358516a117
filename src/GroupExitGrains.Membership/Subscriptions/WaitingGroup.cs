namespace GroupExitGrains.Membership;

/// <summary>
/// A group that a subscription has left behind: its entries from here on are not delivered, while those of other groups are.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Sequence">The group's next entry that may have to be delivered.</param>
/// <param name="Position">No entry of the group that is to be delivered has a position before this.</param>
/// <param name="Attempts">Failed attempts at that entry; 0 while the group catches up.</param>
/// <param name="FirstAttemptAt">When the first of them was made.</param>
/// <param name="DueAt">When the next is made.</param>
/// <param name="Status">The HTTP status of the last answer; absent if none came.</param>
/// <param name="Failure">Why the last attempt failed.</param>
public sealed record WaitingGroup(
    GroupKey Group,
    long Sequence,
    long Position,
    int Attempts,
    DateTimeOffset? FirstAttemptAt,
    DateTimeOffset DueAt,
    int? Status,
    string? Failure);
