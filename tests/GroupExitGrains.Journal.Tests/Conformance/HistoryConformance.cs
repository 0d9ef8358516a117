using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Pages of entries, held against the whole feed filtered in memory.</summary>
public abstract class HistoryConformance : ConformanceTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Queries => [.. QueriesByName.Keys];

    private static Dictionary<string, AuditQuery> QueriesByName { get; } = new(StringComparer.Ordinal)
    {
        ["everything"] = new(),
        ["source"] = new() { Source = "tencent" },
        ["unknown source"] = new() { Source = "none" },
        ["kinds"] = new() { Kinds = [EntryKind.Quit, EntryKind.Kicked] },
        ["effects"] = new() { Effects = [EntryEffect.Stale, EntryEffect.NoOp] },
        ["operator"] = new() { OperatorId = "admin" },
        ["operator of a source"] = new() { Source = "openim", OperatorId = "admin" },
        ["period"] = new() { From = Noon.AddMinutes(10), To = Noon.AddMinutes(30) },
        ["group"] = new() { Source = "openim", GroupId = "G1" },
        ["unknown group"] = new() { Source = "openim", GroupId = "none" },
        ["group and kind"] = new() { Source = "openim", GroupId = "G1", Kinds = [EntryKind.Joined] },
        ["group and effect"] = new() { Source = "openim", GroupId = "G1", Effects = [EntryEffect.Applied] },
        ["group and operator"] = new() { Source = "openim", GroupId = "G1", OperatorId = "admin" },
        ["group and period"] = new() { Source = "openim", GroupId = "G1", From = Noon.AddMinutes(5), To = Noon.AddMinutes(40) },
        ["user"] = new() { Source = "openim", UserId = "user3" },
        ["user of another source"] = new() { Source = "tencent", UserId = "user3" },
        ["unknown user"] = new() { Source = "openim", UserId = "none" },
        ["user and kind"] = new() { Source = "openim", UserId = "user3", Kinds = [EntryKind.Quit] },
        ["user and period"] = new() { Source = "openim", UserId = "user3", To = Noon.AddMinutes(30) },
        ["user in group"] = new() { Source = "openim", GroupId = "G1", UserId = "user3" },
        ["user in group by operator"] = new() { Source = "openim", GroupId = "G1", UserId = "user3", OperatorId = "admin" },
        ["user in unknown group"] = new() { Source = "openim", GroupId = "none", UserId = "user3" },
        ["all at once"] = new()
        {
            Source = "openim",
            GroupId = "G1",
            UserId = "user3",
            Kinds = [EntryKind.Joined, EntryKind.Quit],
            Effects = [EntryEffect.Applied],
            OperatorId = "admin",
            From = Noon,
            To = Noon.AddHours(1),
        },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task PageAsync_PageByPage_EqualsTheFilteredFeed(string name)
    {
        var stories = await TellAsync();
        var feed = await FeedAsync();
        foreach (var ascending in new[] { true, false })
        {
            foreach (var limit in new[] { 1, 3, 50 })
            {
                var query = QueriesByName[name] with { Ascending = ascending, Limit = limit };

                var paged = await PagesAsync(query, _ => Task.CompletedTask);

                paged.ShouldBe(Filter(feed, query), $"ascending {ascending}, limit {limit}");
            }
        }

        stories.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task PageAsync_AppendsBetweenPages_NeitherRepeatsNorSkips(string name)
    {
        var stories = await TellAsync();
        var before = await FeedAsync();
        var query = QueriesByName[name] with { Limit = 4 };
        var number = 0;
        Task AppendMore(int page) => page > 5 ? Task.CompletedTask : AppendAsync(
            [.. stories.Select(story => story.Tell(new Event(EntryKind.Quit, ["user3", $"new{number++}"])
            {
                OperatorId = "admin", ReceivedAt = Noon.AddMinutes(20),
            }))]);

        var descending = await PagesAsync(query, AppendMore);
        var ascending = await PagesAsync(query with { Ascending = true }, AppendMore);

        descending.ShouldBe(Filter(before, query));
        ascending.ShouldBe(Filter(await FeedAsync(), query with { Ascending = true }).Take(ascending.Count));
        ascending.Count.ShouldBeGreaterThanOrEqualTo(descending.Count);
    }

    [Fact]
    public async Task PageAsync_Entry_KnowsTheHashThatItContinues()
    {
        await TellAsync();
        var byGroup = (await FeedAsync()).GroupBy(entry => entry.Facts.Group);
        foreach (var group in byGroup)
        {
            var previous = EntryHash.Zero;
            foreach (var entry in group)
            {
                entry.PreviousHash.ShouldBe(previous);
                previous = entry.Entry.Hash;
            }
        }

        var page = await History.PageAsync(
            new() { Source = "openim", GroupId = "G1", Limit = 2, After = 5 }, Cancellation);
        var all = byGroup.Single(group => group.Key == new GroupKey("openim", "G1")).ToList();
        page.Items.ShouldBe([all[3], all[2]]);
    }

    [Fact]
    public async Task PageAsync_BehindTheEnd_IsEmptyAndLast()
    {
        await TellAsync();
        foreach (var query in QueriesByName.Values)
        {
            var forward = await History.PageAsync(query with { Ascending = true, After = 1_000_000 }, Cancellation);
            var backward = await History.PageAsync(query with { After = 1 }, Cancellation);

            forward.Items.ShouldBeEmpty();
            forward.Next.ShouldBeNull();
            backward.Items.ShouldBeEmpty();
            backward.Next.ShouldBeNull();
        }
    }

    [Fact]
    public async Task PageAsync_LastPageExactlyFull_HasNoNext()
    {
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(EntryKind.Joined, "a", "b", "c", "d"));
        var query = new AuditQuery { Limit = 2, Ascending = true };

        var first = await History.PageAsync(query, Cancellation);
        var second = await History.PageAsync(query with { After = Digits.Read(first.Next!) }, Cancellation);

        second.Items.Count.ShouldBe(2);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task PageAsync_VeryLongTexts_EndsThePageSoonerAndSkipsNothing()
    {
        var story = new GroupStory("G001");
        for (var i = 0; i < 6; i++)
        {
            await AppendAsync(story.Tell(new Event(EntryKind.Kicked, [$"user{i}"]) { Reason = new string('x', 1_500_000) }));
        }

        var first = await History.PageAsync(new() { Limit = 50 }, Cancellation);
        var all = await PagesAsync(new() { Limit = 50 }, _ => Task.CompletedTask);

        first.Items.Count.ShouldBe(2);
        first.Next.ShouldBe("5");
        all.Select(entry => entry.Position).ShouldBe([6, 5, 4, 3, 2, 1]);
    }

    [Fact]
    public async Task PageAsync_OneTextBeyondThePagesBound_IsAPageOfItsOwn()
    {
        var story = new GroupStory("G001");
        await AppendAsync(
            story.Tell(new Event(EntryKind.Kicked, ["ann"]) { Reason = new string('x', 6_000_000) }),
            story.Tell(EntryKind.Kicked, "bob"));

        var all = await PagesAsync(new() { Ascending = true }, _ => Task.CompletedTask);

        all.Select(entry => entry.Entry.UserId).ShouldBe(["ann", "bob"]);
    }

    [Fact]
    public async Task PageAsync_GroupOrUserWithoutItsSource_IsTheCallersMistake()
    {
        await Should.ThrowAsync<ArgumentException>(() => History.PageAsync(new() { GroupId = "G1" }, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => History.PageAsync(new() { UserId = "u" }, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => History.PageAsync(new() { Limit = 0 }, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => History.PageAsync(new() { Limit = 1001 }, Cancellation));
    }

    [Fact]
    public async Task SourcesAsync_CountsWhatWasAppended()
    {
        var group = new GroupStory("G001");
        var joined = group.Tell(EntryKind.Joined, "a", "b", "c");
        var late = Noon.AddYears(1);
        await AppendAsync(
            joined,
            group.Tell(EntryKind.Quit, "a"),
            group.Tell(new Event(EntryKind.Joined, ["b"]) { Effect = EntryEffect.NoOp }),
            group.Repeat(joined.Facts.CallbackId),
            new GroupStory("G002").Tell(new Event(EntryKind.Kicked, ["x", "y"]) { ReceivedAt = late }),
            group.Tell(EntryKind.Left, "c"),
            new GroupStory("G001", "tencent").Tell(EntryKind.Created));

        var totals = await History.SourcesAsync(Cancellation);

        totals.Single(total => total.Source == "openim").ShouldBe(new("openim", 5, 1, 3, new(1, 2, 0, 1), late));
        totals.Single(total => total.Source == "tencent").ShouldBe(new("tencent", 1, 0, 0, default, Noon));
        await ReopenAsync();
        (await History.SourcesAsync(Cancellation)).ShouldBe(totals, ignoreOrder: true);
    }

    [Fact]
    public async Task SourcesAsync_NothingYet_IsEmpty() =>
        (await History.SourcesAsync(Cancellation)).ShouldBeEmpty();

    [Fact]
    public async Task CheckAsync_StorageInOrder_Passes()
    {
        await History.CheckAsync(Cancellation);
        await AppendAsync(new GroupStory("G001").Tell(EntryKind.Created));
        await History.CheckAsync(Cancellation);

        (await FeedAsync()).Count.ShouldBe(1);
    }

    private async Task<List<GroupStory>> TellAsync()
    {
        var stories = new List<GroupStory> { new("G1"), new("G2"), new("G1", "tencent"), new("g1") };
        EntryKind[] kinds = [EntryKind.Joined, EntryKind.Quit, EntryKind.Kicked, EntryKind.RoleChanged, EntryKind.Imported];
        var appends = stories.ConvertAll(story => story.Tell(EntryKind.Created));
        for (var i = 0; i < 60; i++)
        {
            appends.Add(stories[i % 7 % 4].Tell(new Event(kinds[i % 5], [$"user{i % 4}", $"user{(i + 3) % 9}"])
            {
                Effect = (EntryEffect)((i % 3) + 1),
                OperatorId = (i % 4) switch { 0 => "admin", 1 => "Admin", 2 => "user3", _ => null },
                Reason = i % 2 == 0 ? null : "reason",

                // Not in the order of positions: callbacks may have waited elsewhere.
                ReceivedAt = Noon.AddMinutes(i * 37 % 60),
            }));
        }

        // The same user in neighbouring entries.
        appends.Add(stories[0].Tell(new Event(EntryKind.Joined, ["user3"]) { OperatorId = "admin", ReceivedAt = Noon }));
        appends.Add(stories[0].Tell(new Event(EntryKind.Quit, ["user3"]) { OperatorId = "admin", ReceivedAt = Noon }));
        appends.Add(stories[0].Tell(EntryKind.Joined, "user3"));
        await AppendAsync([.. appends]);
        return stories;
    }

    private async Task<List<AuditEntry>> PagesAsync(AuditQuery query, Func<int, Task> betweenPages)
    {
        var entries = new List<AuditEntry>();
        for (var number = 0; ; number++)
        {
            var page = await History.PageAsync(query, Cancellation);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            entries.AddRange(page.Items);
            number.ShouldBeLessThan(1000, "the pages do not end");
            if (page.Next is null)
            {
                return entries;
            }

            query = query with { After = Digits.Read(page.Next) };
            await betweenPages(number);
        }
    }

    private static List<AuditEntry> Filter(IEnumerable<AuditEntry> feed, AuditQuery query)
    {
        var found = feed.Where(entry =>
            (query.Source is null || entry.Facts.Group.Source == query.Source)
            && (query.GroupId is null || entry.Facts.Group.GroupId == query.GroupId)
            && (query.UserId is null || entry.Entry.UserId == query.UserId)
            && (query.Kinds.Count == 0 || query.Kinds.Contains(entry.Entry.Kind))
            && (query.Effects.Count == 0 || query.Effects.Contains(entry.Entry.Effect))
            && (query.OperatorId is null || entry.Facts.OperatorId == query.OperatorId)
            && (query.From is null || entry.Facts.ReceivedAt >= query.From)
            && (query.To is null || entry.Facts.ReceivedAt < query.To));
        return query.Ascending ? [.. found] : [.. found.Reverse()];
    }
}
