namespace GroupExitGrains.Membership;

/// <summary>What came of putting a rejection through again.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who did it: the name of a key.</param>
/// <param name="Outcome"><c>recorded</c>, <c>duplicate</c>, <c>ignored</c>, <c>refused</c> or <c>unavailable</c>.</param>
/// <param name="Cause">Why it was refused again; absent if it was not.</param>
public sealed record RejectionReplay(DateTimeOffset At, string By, string Outcome, string? Cause);
