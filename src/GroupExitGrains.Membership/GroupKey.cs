namespace GroupExitGrains.Membership;

/// <summary>A group: the source that reports it and the vendor's group id.</summary>
/// <param name="Source">Name of a configured source.</param>
/// <param name="GroupId">The vendor's id: opaque, ordinal, 1 to 256 bytes of UTF-8 without control characters.</param>
public readonly record struct GroupKey(string Source, string GroupId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}/{GroupId}";
}
