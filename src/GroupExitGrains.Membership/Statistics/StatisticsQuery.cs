namespace GroupExitGrains.Membership;

/// <summary>What is counted: applied entries, by the time of receipt.</summary>
public sealed record StatisticsQuery
{
    /// <summary>Only of these sources; empty admits all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Only of this group, of the one source given.</summary>
    public string? GroupId { get; init; }

    /// <summary>Only what this operator did, in the one source given. Not together with <see cref="GroupId"/>.</summary>
    public string? OperatorId { get; init; }

    /// <summary>From the bucket that this time is in.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Up to this time, exclusive; the bucket that it is in counts whole.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The length of a bucket.</summary>
    public StatisticsBucket Bucket { get; init; } = StatisticsBucket.Hour;
}
