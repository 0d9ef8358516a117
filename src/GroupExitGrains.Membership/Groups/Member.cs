namespace GroupExitGrains.Membership;

/// <summary>A current member of a group.</summary>
/// <param name="UserId">The vendor's user id.</param>
/// <param name="Role">The role, as far as it is known.</param>
/// <param name="Since">When the membership began: the join's time, or what an import said; absent if an import said nothing.</param>
public sealed record Member(string UserId, GroupRole Role, DateTimeOffset? Since);
