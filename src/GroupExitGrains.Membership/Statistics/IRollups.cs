namespace GroupExitGrains.Membership;

/// <summary>Carries the rollups on behind the journal. However many processes do so, each entry is counted once.</summary>
public interface IRollups
{
    /// <summary>Counts the next entries, not many at a time: this waits in turn with those who append.</summary>
    /// <returns>True if there are or may be more; false if all are counted, or another process is counting them.</returns>
    /// <exception cref="JournalUnavailableException">Storage could not be reached; nothing was counted.</exception>
    Task<bool> AdvanceAsync(CancellationToken cancellationToken);
}
