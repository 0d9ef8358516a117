namespace GroupExitGrains.Membership;

/// <summary>A user: the source that reports it and the vendor's user id.</summary>
/// <param name="Source">Name of a configured source.</param>
/// <param name="UserId">The vendor's id, of the same form as a group's.</param>
public readonly record struct UserKey(string Source, string UserId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}/{UserId}";
}
