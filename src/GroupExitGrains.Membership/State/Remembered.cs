namespace GroupExitGrains.Membership;

/// <summary>A user who is no member but whose times are remembered for a while.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Stamp">The sequence of the entry; an older stamp of the same user counts no more.</param>
/// <param name="Clock">The group's clock then, milliseconds since 1970.</param>
internal readonly record struct Remembered(string UserId, long Stamp, long Clock);
