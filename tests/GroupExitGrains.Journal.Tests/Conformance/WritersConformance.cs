using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Several processes on one store.</summary>
public abstract class WritersConformance : ConformanceTest
{
    [Fact]
    public async Task AppendAsync_TwoWritersOfOneGroup_OnlyOneContinuesEachHead()
    {
        await using var other = await Store.OpenAsync();
        IJournal[] journals = [Journal, other.Journal];
        for (var round = 0; round < 20; round++)
        {
            var head = (await Journal.FindGroupAsync(new("openim", "G001"), Cancellation))?.Summary.Head ?? default;
            var outcomes = await Task.WhenAll(journals.Select(
                (journal, index) => journal.AppendAsync(Continuing(head, $"u{round}-{index}"))));

            outcomes.Count(outcome => outcome == AppendOutcome.Appended).ShouldBe(1);
            outcomes.Count(outcome => outcome == AppendOutcome.Refused).ShouldBe(1);
        }

        (await ReadAsync(new("openim", "G001"))).Count.ShouldBe(20);
    }

    [Fact]
    public async Task AppendAsync_TwoWritersOfTheirOwnGroups_ShareOneOrderWithoutGaps()
    {
        await using var other = await Store.OpenAsync();
        IJournal[] journals = [Journal, other.Journal];
        var stories = Enumerable.Range(0, 10).Select(number => new GroupStory($"G{number}")).ToList();

        await Task.WhenAll(stories.Select(async (story, index) =>
        {
            for (var i = 0; i < 20; i++)
            {
                (await journals[index % 2].AppendAsync(story.Tell(EntryKind.Joined, $"u{i}"))).ShouldBe(AppendOutcome.Appended);
            }
        }));

        (await FeedAsync()).Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 200).Select(number => (long)number));
        foreach (var story in stories)
        {
            (await ChainWalk.FirstBrokenAsync(other.Journal, story.Key, Cancellation)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task PageAsync_TailingWhileTwoWritersAppend_MissesNothing()
    {
        await using var other = await Store.OpenAsync();
        IJournal[] journals = [Journal, other.Journal];
        var appending = Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
        {
            var story = new GroupStory($"G{number}");
            for (var i = 0; i < 40; i++)
            {
                await journals[number % 2].AppendAsync(story.Tell(EntryKind.Joined, $"a{i}", $"b{i}"));
            }
        }).ToList());
        var tailed = new List<long>();
        while (tailed.Count < 480)
        {
            var ended = appending.IsCompleted;
            var page = await History.PageAsync(
                new() { Ascending = true, Limit = 100, After = tailed.Count == 0 ? null : tailed[^1] }, Cancellation);
            tailed.AddRange(page.Items.Select(entry => entry.Position));
            if (ended && page.Items.Count == 0)
            {
                break;
            }
        }

        await appending;
        tailed.ShouldBe(Enumerable.Range(1, 480).Select(number => (long)number));
    }

    [Fact]
    public async Task AppendAsync_CallbackThatAnotherWriterAppended_IsAlreadyAppended()
    {
        await using var other = await Store.OpenAsync();
        var append = new GroupStory("G001").Tell(EntryKind.Joined, "ann");
        await AppendAsync(append);

        (await other.Journal.AppendAsync(append)).ShouldBe(AppendOutcome.AlreadyAppended);
    }

    [Fact]
    public async Task OpenAsync_ManyAtOnceOnAFreshStore_AppliesEachMigrationOnce()
    {
        await using var store = await CreateStoreAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.OpenAsync())));

        var applied = await store.AppliedMigrationsAsync();
        applied.ShouldNotBeEmpty();
        applied.ShouldAllBe(times => times == 1);
        foreach (var (storage, index) in opened.Select((storage, index) => (storage, index)))
        {
            (await storage.Journal.AppendAsync(new GroupStory($"G{index}").Tell(EntryKind.Created)))
                .ShouldBe(AppendOutcome.Appended);
            await storage.DisposeAsync();
        }
    }

    [Fact]
    public async Task OpenAsync_StoreOfALaterRelease_IsRefusedInWords()
    {
        await Store.PretendLaterSchemaAsync();

        var exception = await Should.ThrowAsync<UnknownSchemaException>(() => Store.OpenAsync());

        exception.Message.ShouldContain("later release");
    }

    private static Append Continuing(GroupHead head, string userId)
    {
        var told = new GroupStory("G001").Tell(EntryKind.Joined, userId);
        var entry = told.Entries[0] with { Sequence = head.Sequence + 1 };
        entry = entry with { Hash = EntryChain.Hash(head.Hash, EntryChain.Digest(told.FactsBytes.Span), entry) };
        return new()
        {
            Group = told.Group,
            Expected = head,
            Part = AppendPart.Whole,
            Facts = told.Facts,
            FactsBytes = told.FactsBytes,
            RequestBytes = told.RequestBytes,
            Entries = [entry],
            Summary = told.Summary with { Head = new(entry.Sequence, entry.Hash) },
        };
    }
}
