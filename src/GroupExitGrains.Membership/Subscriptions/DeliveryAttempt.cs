namespace GroupExitGrains.Membership;

/// <summary>One attempt to deliver an event.</summary>
/// <param name="Number">Its number among those of its subscription that were kept, ascending with time.</param>
/// <param name="EventId">The event's id, as it was sent.</param>
/// <param name="Position">The entry's position.</param>
/// <param name="Group">The entry's group.</param>
/// <param name="Sequence">The entry's number in it.</param>
/// <param name="Kind">The entry's kind.</param>
/// <param name="Attempt">Which attempt at this event it was, from 1.</param>
/// <param name="At">When it began.</param>
/// <param name="Latency">How long the answer took.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Status">The answer's HTTP status; absent if none came.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Response">The answer's body, its first 4 KiB as text.</param>
public sealed record DeliveryAttempt(
    long Number,
    string EventId,
    long Position,
    GroupKey Group,
    long Sequence,
    EntryKind Kind,
    int Attempt,
    DateTimeOffset At,
    TimeSpan Latency,
    DeliveryOutcome Outcome,
    int? Status,
    string? Failure,
    string? Response);

/// <summary>What came of an attempt. The numbers are stored.</summary>
public enum DeliveryOutcome : byte
{
    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>It did not; another attempt follows.</summary>
    Failed = 2,

    /// <summary>It did not, and this was the last attempt.</summary>
    GivenUp = 3,
}
