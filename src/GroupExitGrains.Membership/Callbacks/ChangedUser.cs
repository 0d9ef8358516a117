namespace GroupExitGrains.Membership;

/// <summary>A user named by a change.</summary>
/// <param name="UserId">The vendor's user id.</param>
/// <param name="Role">The role the change gives, <see cref="GroupRole.Unknown"/> if it says nothing.</param>
/// <param name="Since">Imports only: when the user joined, if the importer knows.</param>
public readonly record struct ChangedUser(string UserId, GroupRole Role = GroupRole.Unknown, DateTimeOffset? Since = null);
