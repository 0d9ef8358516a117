using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Counts, held against counting the whole feed.</summary>
public abstract class StatisticsConformance : ConformanceTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly EntryKind[] s_kinds =
        [EntryKind.Created, EntryKind.Joined, EntryKind.Quit, EntryKind.Kicked, EntryKind.Dismissed, EntryKind.Left];

    private IStatistics Statistics => Storage.Statistics;

    [Theory]
    [InlineData(StatisticsBucket.Minute)]
    [InlineData(StatisticsBucket.Hour)]
    [InlineData(StatisticsBucket.Day)]
    public async Task CountAsync_EqualsCountingTheFeed(StatisticsBucket bucket)
    {
        await TellAsync(seed: 17);
        await AdvanceAsync();
        var feed = await FeedAsync();
        foreach (var sources in new string[][] { [], ["openim"], ["tencent", "openim"], ["none"] })
        {
            // Times within a bucket: the first counts whole, and so does the last.
            var query = new StatisticsQuery
            {
                Sources = sources,
                Bucket = bucket,
                From = Noon.AddMinutes(30),
                To = Noon.AddDays(2).AddMinutes(31).AddSeconds(1),
            };

            (await Statistics.CountAsync(query, Cancellation)).ShouldBe(Count(feed, query, _ => true));
        }
    }

    [Theory]
    [InlineData(StatisticsBucket.Hour)]
    [InlineData(StatisticsBucket.Day)]
    public async Task CountAsync_OfAGroupAndOfAnOperator_EqualsCountingTheFeed(StatisticsBucket bucket)
    {
        await TellAsync(seed: 18);
        await AdvanceAsync();
        var feed = await FeedAsync();
        var query = new StatisticsQuery { Sources = ["openim"], Bucket = bucket, From = Noon, To = Noon.AddDays(4) };

        (await Statistics.CountAsync(query with { GroupId = "G1" }, Cancellation))
            .ShouldBe(Count(feed, query, entry => entry.Facts.Group.GroupId == "G1"));
        (await Statistics.CountAsync(query with { OperatorId = "admin" }, Cancellation))
            .ShouldBe(Count(feed, query, entry => entry.Facts.OperatorId == "admin"));
        (await Statistics.CountAsync(query with { GroupId = "none" }, Cancellation)).ShouldBeEmpty();
        (await Statistics.CountAsync(query with { OperatorId = "no\0body" }, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CountAsync_OfAGroupByTheMinute_IsTheCallersMistake() =>
        await Should.ThrowAsync<ArgumentException>(() => Statistics.CountAsync(
            new() { Sources = ["openim"], GroupId = "G1", From = Noon, To = Noon, Bucket = StatisticsBucket.Minute }, Cancellation));

    [Fact]
    public async Task Top_IsByExits_WithinTheSources()
    {
        await TellAsync(seed: 19);
        await AdvanceAsync();
        var exits = (await FeedAsync()).Where(entry => Counts(entry) && entry.Entry.Kind is >= EntryKind.Quit and <= EntryKind.Left).ToList();

        foreach (var sources in new string[][] { [], ["tencent"] })
        {
            var mine = exits.Where(entry => sources.Length == 0 || sources.Contains(entry.Facts.Group.Source)).ToList();
            (await Statistics.TopGroupsAsync(sources, Noon.AddDays(1), 3, Cancellation))
                .ShouldBe(Top(mine, entry => entry.Facts.Group.GroupId, 3));
            (await Statistics.TopOperatorsAsync(sources, Noon.AddDays(1), 3, Cancellation))
                .ShouldBe(Top(mine.Where(entry => entry.Facts.OperatorId is not null), entry => entry.Facts.OperatorId!, 3));
        }
    }

    [Fact]
    public async Task AdvanceAsync_BySeveralProcessesAtOnce_CountsEachEntryOnce()
    {
        await using var other = await Store.OpenAsync();
        await TellAsync(seed: 20);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? Storage : other).Rollups.AdvanceAsync(Cancellation)));
        await AdvanceAsync();
        await TellAsync(seed: 21, prefix: "H");
        await AdvanceAsync();

        var query = new StatisticsQuery { Bucket = StatisticsBucket.Day, From = Noon, To = Noon.AddDays(4) };
        (await Statistics.CountAsync(query, Cancellation)).ShouldBe(Count(await FeedAsync(), query, _ => true));
        (await Statistics.PositionAsync(Cancellation)).ShouldBe((await FeedAsync())[^1].Position);
    }

    [Fact]
    public async Task AdvanceAsync_OnAnEmptyJournal_HasNothingToDo()
    {
        (await Storage.Rollups.AdvanceAsync(Cancellation)).ShouldBeFalse();
        (await Statistics.PositionAsync(Cancellation)).ShouldBe(0);
    }

    private async Task AdvanceAsync()
    {
        while (await Storage.Rollups.AdvanceAsync(Cancellation))
        {
            // Until nothing is left.
        }
    }

    private async Task TellAsync(int seed, string prefix = "G")
    {
        var random = new Random(seed);
        var stories = new[]
        {
            new GroupStory($"{prefix}1"), new GroupStory($"{prefix}2"), new GroupStory($"{prefix}1", "tencent"), new GroupStory($"{prefix}3", "tencent"),
        };
        for (var i = 0; i < 300; i++)
        {
            var kind = s_kinds[random.Next(s_kinds.Length)];
            var users = kind == EntryKind.Created ? [] : Enumerable.Range(0, random.Next(1, 12)).Select(user => $"user{user}").ToArray();
            await AppendAsync(stories[random.Next(stories.Length)].Tell(new Event(kind, users)
            {
                Effect = random.Next(4) == 0 ? EntryEffect.NoOp : EntryEffect.Applied,
                OperatorId = random.Next(3) switch { 0 => "admin", 1 => "owner", _ => null },
                ReceivedAt = Noon.AddMilliseconds(random.Next((int)TimeSpan.FromDays(3).TotalMilliseconds)),
            }));
        }
    }

    private static bool Counts(AuditEntry entry) =>
        entry.Entry.Effect == EntryEffect.Applied && (entry.Entry.UserId is not null || entry.Entry.Kind == EntryKind.Created);

    private static List<KindCount> Count(List<AuditEntry> feed, StatisticsQuery query, Func<AuditEntry, bool> admits)
    {
        var length = query.Bucket switch
        {
            StatisticsBucket.Minute => TimeSpan.FromMinutes(1),
            StatisticsBucket.Hour => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        return
        [
            .. feed.Where(entry => Counts(entry) && admits(entry))
                .Where(entry => query.Sources.Count == 0 || query.Sources.Contains(entry.Facts.Group.Source))
                .GroupBy(entry => (Start: Floor(entry.Facts.ReceivedAt, length), entry.Entry.Kind))
                .Where(group => group.Key.Start >= Floor(query.From, length) && group.Key.Start < query.To)
                .OrderBy(group => group.Key.Start).ThenBy(group => group.Key.Kind)
                .Select(group => new KindCount(group.Key.Start, group.Key.Kind, group.Count())),
        ];
    }

    private static List<ExitRanking> Top(IEnumerable<AuditEntry> exits, Func<AuditEntry, string> id, int limit) =>
    [
        .. exits.Where(entry => entry.Facts.ReceivedAt >= Floor(Noon.AddDays(1), TimeSpan.FromDays(1)))
            .GroupBy(entry => (entry.Facts.Group.Source, Id: id(entry)))
            .Select(group => new ExitRanking(group.Key.Source, group.Key.Id, group.Count()))
            .OrderByDescending(ranking => ranking.Exits)
            .ThenBy(ranking => ranking.Source, StringComparer.Ordinal)
            .ThenBy(ranking => ranking.Id, StringComparer.Ordinal)
            .Take(limit),
    ];

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length) => new(time.UtcTicks - (time.UtcTicks % length.Ticks), TimeSpan.Zero);
}
