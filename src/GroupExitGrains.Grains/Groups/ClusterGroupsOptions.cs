namespace GroupExitGrains.Grains;

/// <summary>How groups are asked.</summary>
public sealed record ClusterGroupsOptions
{
    /// <summary>
    /// How long recording a callback may take, a second attempt included, at most 5 s. Well under the 2 s after which Tencent
    /// hangs up, and under the time after which the webhook itself gives up. Default 1.4 s.
    /// </summary>
    public TimeSpan RecordWithin { get; init; } = TimeSpan.FromSeconds(1.4);
}
