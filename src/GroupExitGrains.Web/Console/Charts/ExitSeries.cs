using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Console.Charts;

/// <summary>Exits over a time, bucket by bucket, those without any among them.</summary>
public sealed class ExitSeries
{
    private ExitSeries(StatisticsBucket bucket, IReadOnlyList<ExitBucket> buckets) => (Bucket, Buckets) = (bucket, buckets);

    /// <summary>How long each bucket is.</summary>
    public StatisticsBucket Bucket { get; }

    /// <summary>The buckets, oldest first.</summary>
    public IReadOnlyList<ExitBucket> Buckets { get; }

    /// <summary>Exits of all buckets.</summary>
    public ExitCounts Total => new(
        Buckets.Sum(b => b.Exits.Quit), Buckets.Sum(b => b.Exits.Kicked), Buckets.Sum(b => b.Exits.Dismissed), Buckets.Sum(b => b.Exits.Left));

    /// <summary>Puts counts into buckets.</summary>
    /// <param name="bucket">How long each is.</param>
    /// <param name="from">In the first one.</param>
    /// <param name="to">In the last one.</param>
    /// <param name="counts">What was counted; kinds that are no exits are left out.</param>
    public static ExitSeries Of(StatisticsBucket bucket, DateTimeOffset from, DateTimeOffset to, IEnumerable<KindCount> counts)
    {
        var step = LengthOf(bucket);
        var byStart = counts.ToLookup(count => StartOf(count.Start, step));
        var buckets = new List<ExitBucket>();
        for (var start = StartOf(from, step); start <= to; start += step)
        {
            long Sum(EntryKind kind) => byStart[start].Where(count => count.Kind == kind).Sum(count => count.Count);
            buckets.Add(new ExitBucket(
                start, new ExitCounts(Sum(EntryKind.Quit), Sum(EntryKind.Kicked), Sum(EntryKind.Dismissed), Sum(EntryKind.Left))));
        }

        return new ExitSeries(bucket, buckets);
    }

    /// <summary>A round number that no bucket exceeds, and that halves to a whole one: 2, 4, 10, 20, 40, 100 and so on.</summary>
    public long Scale
    {
        get
        {
            var most = Buckets.Select(bucket => bucket.All).DefaultIfEmpty().Max();
            long power = 1;
            while (true)
            {
                foreach (var step in (ReadOnlySpan<long>)[2, 4, 6, 10])
                {
                    if (step * power >= most)
                    {
                        return step * power;
                    }
                }

                power *= 10;
            }
        }
    }

    private static TimeSpan LengthOf(StatisticsBucket bucket) => bucket switch
    {
        StatisticsBucket.Minute => TimeSpan.FromMinutes(1),
        StatisticsBucket.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    private static DateTimeOffset StartOf(DateTimeOffset time, TimeSpan step) =>
        new(time.UtcTicks - (time.UtcTicks % step.Ticks), TimeSpan.Zero);
}

/// <summary>Exits in one bucket.</summary>
/// <param name="Start">When it begins, UTC.</param>
/// <param name="Exits">The exits per kind.</param>
public readonly record struct ExitBucket(DateTimeOffset Start, ExitCounts Exits)
{
    /// <summary>Exits of all kinds.</summary>
    public long All => Exits.Quit + Exits.Kicked + Exits.Dismissed + Exits.Left;
}
