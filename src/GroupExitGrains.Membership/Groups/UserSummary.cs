namespace GroupExitGrains.Membership;

/// <summary>What is known of a user over all groups of a source.</summary>
/// <param name="User">The user.</param>
/// <param name="Groups">The groups that the user is known to be in now, by group id.</param>
/// <param name="Exits">The user's applied exits.</param>
public sealed record UserSummary(UserKey User, IReadOnlyList<UserMembership> Groups, ExitCounts Exits);

/// <summary>A user's membership of one group.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Since">When the membership began, if known.</param>
public sealed record UserMembership(string GroupId, DateTimeOffset? Since);
