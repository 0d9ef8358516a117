using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>The rows of the rollups that a question is about.</summary>
/// <param name="Width">How the rows are kept: 1 by the minute, 2 by the hour.</param>
/// <param name="First">The first row's start, in minutes or hours since 1970.</param>
/// <param name="End">The start of the first row behind the last one.</param>
/// <param name="PerBucket">Rows that make a bucket.</param>
internal readonly record struct StatisticsSpan(int Width, long First, long End, long PerBucket)
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    /// <exception cref="ArgumentException">Groups and operators are not counted by the minute.</exception>
    public static StatisticsSpan Of(StatisticsQuery query)
    {
        if (query.Bucket == StatisticsBucket.Minute && (query.GroupId ?? query.OperatorId) is not null)
        {
            throw new ArgumentException("Groups and operators are counted by the hour and the day, not by the minute.", nameof(query));
        }

        var (unit, perBucket) = query.Bucket switch
        {
            StatisticsBucket.Minute => (Minute, 1),
            StatisticsBucket.Hour => (Hour, 1),
            _ => (Hour, 24),
        };
        var bucket = unit * perBucket;
        var first = Math.DivRem(query.From.ToUnixTimeMilliseconds(), bucket).Quotient;
        var end = Math.DivRem(query.To.ToUnixTimeMilliseconds() + bucket - 1, bucket).Quotient;
        return new(unit == Minute ? 1 : 2, first * perBucket, end * perBucket, perBucket);
    }

    /// <summary>When a bucket begins.</summary>
    /// <param name="number">Its number since 1970.</param>
    public DateTimeOffset StartOf(long number) =>
        DateTimeOffset.FromUnixTimeMilliseconds(number * PerBucket * (Width == 1 ? Minute : Hour));

    /// <summary>The day that a time is in, in days since 1970.</summary>
    public static long DayOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / (24 * Hour);
}
