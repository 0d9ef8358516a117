using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Configuration;

/// <summary>
/// For how long after a callback its repetition is taken for a duplicate, by what tells the two apart. Each 0 to 30 days.
/// </summary>
public sealed class DuplicateOptions
{
    /// <summary>With the vendor's event time. Default 24 h.</summary>
    public TimeSpan EventTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>With an operation id, which senders reuse. Default 10 min.</summary>
    public TimeSpan OperationId { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>With nothing but the body. Default 10 s.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for the ledger.</summary>
    public LedgerOptions ToLedgerOptions() => new()
    {
        EventTimeWindow = EventTime,
        OperationIdWindow = OperationId,
        BodyWindow = Body,
    };
}
