namespace GroupExitGrains.Membership;

/// <summary>An append that the ledger has applied and the journal has not reported on yet.</summary>
/// <param name="task">The journal's report.</param>
/// <param name="summary">The group after it.</param>
/// <param name="isDuplicate">It only counts a duplicate.</param>
/// <param name="undo">What the users were before.</param>
internal sealed class InFlight(Task<AppendOutcome> task, GroupSummary summary, bool isDuplicate, IReadOnlyList<Undo> undo)
{
    public Task<AppendOutcome> Task { get; } = task;

    public GroupSummary Summary { get; } = summary;

    public bool IsDuplicate { get; } = isDuplicate;

    public IReadOnlyList<Undo> Undo { get; } = undo;

    /// <summary>The one behind it; see <see cref="Flights"/>.</summary>
    public InFlight? Next { get; set; }
}
