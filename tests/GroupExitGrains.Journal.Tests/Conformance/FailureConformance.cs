using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Appends that the store does not take.</summary>
public abstract class FailureConformance : ConformanceTest
{
    [Fact]
    public async Task AppendAsync_StoreRefusesOneGroup_FailsItAlone()
    {
        await Store.RefuseEntriesOfAsync("poison");
        var groups = Enumerable.Range(0, 20).Select(number => new GroupStory($"G{number}")).ToList();
        var poisoned = new GroupStory("poisoned");
        var inFlight = groups.ConvertAll(story => Journal.AppendAsync(story.Tell(EntryKind.Joined, "ann")));
        var failed = Journal.AppendAsync(poisoned.Tell(EntryKind.Joined, "ann", "poison"));
        inFlight.AddRange(groups.ConvertAll(story => Journal.AppendAsync(story.Tell(EntryKind.Quit, "ann"))));

        await Should.ThrowAsync<JournalUnavailableException>(() => failed);

        (await Task.WhenAll(inFlight)).ShouldAllBe(outcome => outcome == AppendOutcome.Appended);
        (await Journal.FindGroupAsync(poisoned.Key, Cancellation)).ShouldBeNull();
        (await FeedAsync()).Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 40).Select(number => (long)number));
    }

    [Fact]
    public async Task AppendAsync_BehindAFailedOneInFlight_IsNotAppended()
    {
        await Store.RefuseEntriesOfAsync("poison");
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(EntryKind.Joined, "ann"));
        var failed = Journal.AppendAsync(story.Tell(EntryKind.Joined, "poison"));
        var behind = Journal.AppendAsync(story.Tell(EntryKind.Joined, "bob"));

        await Should.ThrowAsync<JournalUnavailableException>(() => failed);

        (await OutcomeAsync(behind)).ShouldNotBe(AppendOutcome.Appended);
        (await ReadAsync(story.Key)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task AppendAsync_OnceTheStoreTakesItAgain_IsAppended()
    {
        await Store.RefuseEntriesOfAsync("ann");
        var append = new GroupStory("G001").Tell(EntryKind.Joined, "ann");
        await Should.ThrowAsync<JournalUnavailableException>(() => Journal.AppendAsync(append));

        await Store.AllowEntriesAsync();

        await AppendAsync(append);
        (await FeedAsync()).ShouldHaveSingleItem().Position.ShouldBe(1);
        (await History.SourcesAsync(Cancellation)).ShouldHaveSingleItem().Joined.ShouldBe(1);
    }

    private static async Task<AppendOutcome?> OutcomeAsync(Task<AppendOutcome> append)
    {
        try
        {
            return await append;
        }
        catch (JournalUnavailableException)
        {
            return null;
        }
    }
}
