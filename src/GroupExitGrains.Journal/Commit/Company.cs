namespace GroupExitGrains.Journal.Commit;

/// <summary>What a batch waits for: a share of all who seem to be writing, and how long at most.</summary>
/// <param name="Share">Of those told of the last commit and those waiting already.</param>
/// <param name="Patience">Longer than a sender on the same network takes to send again, shorter than anyone notices.</param>
internal readonly record struct Company(double Share, TimeSpan Patience)
{
    /// <summary>
    /// The others are served while a few are written, so that neither the journal nor its senders stand still; and a batch is
    /// worth its commit.
    /// </summary>
    public static Company Few { get; } = new(0.15, TimeSpan.FromMilliseconds(1));
}
