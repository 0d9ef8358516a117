namespace GroupExitGrains.Membership;

/// <summary>An event beside the order of its group: given up after the last attempt, or to be delivered again on request.</summary>
/// <param name="Position">The entry's position.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Group">The entry's group.</param>
/// <param name="Sequence">The entry's number in it.</param>
/// <param name="Kind">The entry's kind.</param>
/// <param name="At">When it was given up, or asked for again.</param>
/// <param name="Attempts">Attempts made, since it was asked for again if it was.</param>
/// <param name="DueAt">When the next is made; absent: not unless somebody asks.</param>
/// <param name="Status">The HTTP status of the last answer; absent if none came.</param>
/// <param name="Failure">Why the last attempt failed; absent if none was made.</param>
public sealed record DeadLetter(
    long Position,
    string EventId,
    GroupKey Group,
    long Sequence,
    EntryKind Kind,
    DateTimeOffset At,
    int Attempts,
    DateTimeOffset? DueAt,
    int? Status,
    string? Failure);
