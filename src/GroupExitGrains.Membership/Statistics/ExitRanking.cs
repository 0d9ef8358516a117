namespace GroupExitGrains.Membership;

/// <summary>A group or an operator and its exits.</summary>
/// <param name="Source">The source.</param>
/// <param name="Id">The group's or the operator's id.</param>
/// <param name="Exits">Applied exits of all kinds.</param>
public readonly record struct ExitRanking(string Source, string Id, long Exits);
