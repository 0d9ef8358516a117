namespace GroupExitGrains.Membership;

/// <summary>
/// Counts over the history, from rollups that follow the journal within about a second, under a heavy load later. What a
/// question costs depends on how many buckets it has, not on how long the history is.
/// </summary>
public interface IStatistics
{
    /// <summary>Counts per bucket and kind, by bucket.</summary>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    Task<IReadOnlyList<KindCount>> CountAsync(StatisticsQuery query, CancellationToken cancellationToken);

    /// <summary>The groups with the most exits in whole days of UTC, most first.</summary>
    /// <param name="sources">Only of these; empty admits all.</param>
    /// <param name="from">From the day that this is in.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    Task<IReadOnlyList<ExitRanking>> TopGroupsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken);

    /// <summary>The operators who caused the most exits in whole days of UTC, most first.</summary>
    /// <param name="sources">Only of these; empty admits all.</param>
    /// <param name="from">From the day that this is in.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    Task<IReadOnlyList<ExitRanking>> TopOperatorsAsync(
        IReadOnlyList<string> sources, DateTimeOffset from, int limit, CancellationToken cancellationToken);

    /// <summary>The position up to which the rollups count; what came after it is counted soon.</summary>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    Task<long> PositionAsync(CancellationToken cancellationToken);
}
