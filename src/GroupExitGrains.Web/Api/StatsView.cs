using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Counts per kind and bucket.</summary>
/// <param name="Bucket">How long a bucket is.</param>
/// <param name="Position">The position in the history up to which was counted.</param>
/// <param name="Totals">Counts per kind over all buckets; a kind that did not happen is absent.</param>
/// <param name="Items">Every bucket, oldest first.</param>
internal sealed record StatsView(
    StatisticsBucket Bucket, long Position, IReadOnlyDictionary<string, long> Totals, IReadOnlyList<StatsBucketView> Items)
{
    public static StatsView Of(
        StatisticsBucket bucket,
        DateTimeOffset first,
        DateTimeOffset end,
        TimeSpan length,
        long position,
        IReadOnlyList<KindCount> counts)
    {
        var byStart = counts.ToLookup(count => count.Start);
        var items = new List<StatsBucketView>();
        for (var start = first; start < end; start += length)
        {
            items.Add(new StatsBucketView(start, Sum(byStart[start])));
        }

        return new StatsView(bucket, position, Sum(counts), items);
    }

    private static SortedDictionary<string, long> Sum(IEnumerable<KindCount> counts)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in counts)
        {
            var kind = count.Kind.Kebab();
            sums[kind] = sums.GetValueOrDefault(kind) + count.Count;
        }

        return sums;
    }
}

/// <summary>The counts of one bucket.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Counts">Counts per kind; a kind that did not happen is absent.</param>
internal sealed record StatsBucketView(DateTimeOffset Start, IReadOnlyDictionary<string, long> Counts);
