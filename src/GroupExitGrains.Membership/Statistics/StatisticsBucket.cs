namespace GroupExitGrains.Membership;

/// <summary>How long a time each count is of. Buckets begin at whole minutes, hours and days of UTC.</summary>
public enum StatisticsBucket
{
    /// <summary>A minute. Not for one group or one operator.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,
}
