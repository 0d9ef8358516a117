namespace GroupExitGrains.Membership;

/// <summary>An append that the ledger has applied and the journal has not reported on yet.</summary>
/// <param name="Task">The journal's report.</param>
/// <param name="Summary">The group after it.</param>
/// <param name="IsDuplicate">It only counts a duplicate.</param>
/// <param name="Undo">What the users were before.</param>
internal sealed record InFlight(
    Task<AppendOutcome> Task, GroupSummary Summary, bool IsDuplicate, IReadOnlyList<Undo> Undo);
