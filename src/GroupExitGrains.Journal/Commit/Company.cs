namespace GroupExitGrains.Journal.Commit;

/// <summary>What a batch waits for: a share of all who seem to be writing, and how long at most.</summary>
/// <param name="Share">Of those told of the last commit and those waiting already.</param>
/// <param name="Patience">Longer than a sender on the same network takes to send again, shorter than anyone notices.</param>
internal readonly record struct Company(double Share, TimeSpan Patience)
{
    /// <summary>The other half is served while one half is written, so that neither the journal nor its senders stand still.</summary>
    public static Company Half { get; } = new(0.5, TimeSpan.FromMilliseconds(1));
}
