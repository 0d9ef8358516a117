namespace GroupExitGrains.Membership;

/// <summary>What tells a callback from its repetition, and so how long a repetition is looked for. Stored.</summary>
public enum DuplicateWindow : byte
{
    /// <summary>The vendor's event time.</summary>
    EventTime = 1,

    /// <summary>The vendor's operation id, which senders reuse.</summary>
    OperationId = 2,

    /// <summary>Nothing but the body itself.</summary>
    Body = 3,
}
