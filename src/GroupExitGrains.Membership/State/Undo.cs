namespace GroupExitGrains.Membership;

/// <summary>What a user was before an entry that may not be durable yet; reads look through it.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Before">The state before; null if the user was not heard of.</param>
internal readonly record struct Undo(string UserId, UserState? Before);
