namespace GroupExitGrains.Membership;

/// <summary>What became of a callback. The numbers are stored.</summary>
public enum CallbackState : byte
{
    /// <summary>Its entries, if it has any, are in the history.</summary>
    Recorded = 1,

    /// <summary>It repeats another callback and added nothing.</summary>
    Duplicate = 2,

    /// <summary>It is durable in its place; its entries are being appended in chunks.</summary>
    Pending = 3,
}
