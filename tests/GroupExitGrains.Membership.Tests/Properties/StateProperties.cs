using FsCheck;
using FsCheck.Fluent;

namespace GroupExitGrains.Membership.Tests.Properties;

/// <summary>What holds of the rules whatever happens.</summary>
public sealed class StateProperties
{
    [Fact]
    public void TheCount_IsTheSizeOfTheSet() => Holds(Story.Any, story =>
    {
        var book = Told(story);

        book.Summary.MemberCount.ShouldBe(book.Members.Length);
        book.Summary.Joined.ShouldBe(Count(book, EntryKind.Joined));
        book.Summary.Exits.ShouldBe(new ExitCounts(
            Count(book, EntryKind.Quit), Count(book, EntryKind.Kicked), Count(book, EntryKind.Dismissed),
            Count(book, EntryKind.Left)));
        book.Summary.OwnerId?.ShouldNotBeEmpty();
    });

    [Fact]
    public void Entries_AreGaplessAndChained() => Holds(Story.Any, story =>
    {
        var book = Told(story);
        var previous = EntryHash.Zero;
        for (var i = 0; i < book.History.Count; i++)
        {
            var (entry, facts) = book.History[i];
            entry.Sequence.ShouldBe(i + 1);
            entry.Hash.ShouldBe(EntryChain.Hash(previous, EntryChain.Digest(CallbackFactsCodec.Encode(facts)), entry));
            previous = entry.Hash;
        }
    });

    [Fact]
    public void WasMember_IsWhatTheEntriesBeforeSay() => Holds(Story.Any, story =>
    {
        var book = Told(story);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entry, _) in book.History.Where(told => told.Entry.UserId is not null))
        {
            entry.WasMember.ShouldBe(members.Contains(entry.UserId!));
            if (entry.Effect == EntryEffect.Applied && entry.Kind is EntryKind.Joined or EntryKind.Imported)
            {
                members.Add(entry.UserId!);
            }
            else if (entry.Effect == EntryEffect.Applied
                && entry.Kind is EntryKind.Quit or EntryKind.Kicked or EntryKind.Dismissed or EntryKind.Left)
            {
                members.Remove(entry.UserId!);
            }
        }

        book.Members.ShouldBe(members.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Replaying_GivesTheSameState() => Holds(Story.Any, story =>
    {
        var book = Told(story);

        book.Replayed().DifferenceFrom(book.State).ShouldBeNull();
        book.State.DifferenceFrom(book.Replayed()).ShouldBeNull();
    });

    [Fact]
    public void Snapshot_ComesBackAsItWas() => Holds(Story.Any, story =>
    {
        var book = Told(story);
        var before = book.State;

        book.Restart();

        book.State.DifferenceFrom(before).ShouldBeNull();
        GroupStateCodec.Encode(book.State).ShouldBe(GroupStateCodec.Encode(before));
    });

    [Fact]
    public void RestartingBeforeEveryCallback_ChangesNothing() => Holds(Story.Any, story =>
    {
        var (steady, restarting) = (new GroupBook(Forgetful), new GroupBook(Forgetful));
        foreach (var callback in OfOneGroup(story))
        {
            restarting.Restart();
            var (one, other) = (steady.Take(callback), restarting.Take(callback));
            other.DuplicateOf.ShouldBe(one.DuplicateOf);
            other.Entries.ShouldBe(one.Entries);
        }

        restarting.State.DifferenceFrom(steady.State).ShouldBeNull();
        restarting.Replayed().DifferenceFrom(steady.State).ShouldBeNull();
    });

    [Fact]
    public void WithDistinctTimes_AnyOrderComesToTheSameMembership() => Holds(Story.OfDistinctTimes, story =>
    {
        var (delayed, inTime) = (Told(story), Told(story.ByTime()));

        delayed.Members.ShouldBe(inTime.Members);
        delayed.Summary.Status.ShouldBe(inTime.Summary.Status);
        if (!story.HasImport)
        {
            // An older import leaves no trace of who joined since and was not listed: that they owned the group before it,
            // heard behind all that, cannot be told from owning it still.
            delayed.Summary.OwnerId.ShouldBe(inTime.Summary.OwnerId);
        }
    });

    [Fact]
    public void TakingTheSameCallbackAgainAtOnce_AddsNothing() => Holds(Story.Any, story =>
    {
        var book = new GroupBook();
        foreach (var (callback, second) in OfOneGroup(story).Select((callback, i) => (callback.Heard(i), i)))
        {
            var first = book.Take(callback);
            var again = book.Take(callback.Again(second));

            // What names nobody and changed nothing of the group itself has left nothing to be recognised by.
            var recognisable = callback.Change.Users.Count > 0 || first.Entries.Any(entry => entry.UserId is null);
            if (recognisable && first.DuplicateOf is null)
            {
                again.DuplicateOf.ShouldNotBeNull();
                again.Entries.ShouldBeEmpty();
            }
        }
    });

    // So that forgetting takes part.
    private static LedgerOptions Forgetful { get; } = new() { LeaversRemembered = 2, LeaversRememberedFor = TimeSpan.FromHours(2) };

    private static IEnumerable<Callback> OfOneGroup(Story story) =>
        story.Callbacks.Select(callback => callback.InGroup(Tell.Group.GroupId));

    private static GroupBook Told(Story story)
    {
        var book = new GroupBook();
        book.Take([.. OfOneGroup(story)]);
        return book;
    }

    private static int Count(GroupBook book, EntryKind kind) => book.History.Count(told =>
        told.Entry.Kind == kind && told.Entry.Effect == EntryEffect.Applied && told.Entry.UserId is not null);

    private static void Holds(Gen<Story> stories, Action<Story> property) =>
        Prop.ForAll(Arb.From(stories, story => story.Smaller()), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
}
