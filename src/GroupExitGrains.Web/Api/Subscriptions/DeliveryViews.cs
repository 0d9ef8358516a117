using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>An attempt to deliver an event.</summary>
/// <param name="Number">Its number, ascending with time.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Position">The entry's position.</param>
/// <param name="Source">The entry's source.</param>
/// <param name="GroupId">The entry's group.</param>
/// <param name="Sequence">The entry's number in it.</param>
/// <param name="Kind">The entry's kind.</param>
/// <param name="Attempt">Which attempt at this event it was, from 1.</param>
/// <param name="At">When it began.</param>
/// <param name="LatencyMs">How long the answer took, in milliseconds.</param>
/// <param name="Status">What came of it.</param>
/// <param name="HttpStatus">The answer's status; absent if there was none.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Response">The answer's body, its first 4 KiB.</param>
internal sealed record AttemptView(
    long Number,
    string EventId,
    long Position,
    string Source,
    string GroupId,
    long Sequence,
    EntryKind Kind,
    int Attempt,
    DateTimeOffset At,
    long LatencyMs,
    DeliveryOutcome Status,
    int? HttpStatus,
    string? Failure,
    string? Response)
{
    public static AttemptView Of(DeliveryAttempt attempt) => new(
        attempt.Number, attempt.EventId, attempt.Position, attempt.Group.Source, attempt.Group.GroupId, attempt.Sequence, attempt.Kind,
        attempt.Attempt, attempt.At, (long)attempt.Latency.TotalMilliseconds, attempt.Outcome, attempt.Status, attempt.Failure,
        attempt.Response);
}

/// <summary>An event beside the order of its group.</summary>
/// <param name="Position">The entry's position.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Source">The entry's source.</param>
/// <param name="GroupId">The entry's group.</param>
/// <param name="Sequence">The entry's number in it.</param>
/// <param name="Kind">The entry's kind.</param>
/// <param name="At">When it was given up, or asked for again.</param>
/// <param name="Attempts">Attempts made, since it was asked for again if it was.</param>
/// <param name="DueAt">When the next is made; absent: not unless somebody asks.</param>
/// <param name="HttpStatus">The status of the last answer.</param>
/// <param name="Failure">Why the last attempt failed.</param>
internal sealed record DeadLetterView(
    long Position,
    string EventId,
    string Source,
    string GroupId,
    long Sequence,
    EntryKind Kind,
    DateTimeOffset At,
    int Attempts,
    DateTimeOffset? DueAt,
    int? HttpStatus,
    string? Failure)
{
    public static DeadLetterView Of(DeadLetter letter) => new(
        letter.Position, letter.EventId, letter.Group.Source, letter.Group.GroupId, letter.Sequence, letter.Kind, letter.At,
        letter.Attempts, letter.DueAt, letter.Status, letter.Failure);
}

/// <summary>A group whose events wait while those of others are delivered.</summary>
/// <param name="Source">The group's source.</param>
/// <param name="GroupId">The group.</param>
/// <param name="Sequence">The group's next entry that may have to be delivered.</param>
/// <param name="Attempts">Failed attempts at it; 0 while the group catches up.</param>
/// <param name="FirstAttemptAt">When the first was made.</param>
/// <param name="DueAt">When the next is made.</param>
/// <param name="HttpStatus">The status of the last answer.</param>
/// <param name="Failure">Why the last attempt failed.</param>
internal sealed record WaitingGroupView(
    string Source,
    string GroupId,
    long Sequence,
    int Attempts,
    DateTimeOffset? FirstAttemptAt,
    DateTimeOffset DueAt,
    int? HttpStatus,
    string? Failure)
{
    public static WaitingGroupView Of(WaitingGroup waiting) => new(
        waiting.Group.Source, waiting.Group.GroupId, waiting.Sequence, waiting.Attempts, waiting.FirstAttemptAt, waiting.DueAt,
        waiting.Status, waiting.Failure);
}
