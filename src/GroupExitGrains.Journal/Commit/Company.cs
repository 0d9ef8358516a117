namespace GroupExitGrains.Journal.Commit;

/// <summary>What a batch waits for: a share of all who seem to be writing, and how long at most.</summary>
/// <param name="Share">Of those told of the last commit and those waiting already.</param>
/// <param name="Patience">Longer than a sender on the same network takes to send again, shorter than anyone notices.</param>
internal readonly record struct Company(double Share, TimeSpan Patience)
{
    /// <summary>Where a commit costs little beside its rows: the other half is served while one half is written.</summary>
    public static Company Half { get; } = new(0.5, TimeSpan.FromMilliseconds(1));

    /// <summary>Where a commit costs as much as many rows, or a flush takes longer than serving everybody: few of them, then.</summary>
    public static Company NearlyAll { get; } = new(0.9, TimeSpan.FromMilliseconds(3));
}
