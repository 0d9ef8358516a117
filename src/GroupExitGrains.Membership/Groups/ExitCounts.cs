namespace GroupExitGrains.Membership;

/// <summary>Counts of applied exits per kind.</summary>
/// <param name="Quit">Left by own choice.</param>
/// <param name="Kicked">Removed.</param>
/// <param name="Dismissed">Out because the group was disbanded.</param>
/// <param name="Left">Gone, cause unknown.</param>
public readonly record struct ExitCounts(long Quit, long Kicked, long Dismissed, long Left);
