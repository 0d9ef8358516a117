using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Postgres.Writing;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Postgres;

public sealed class AppendBatchTests
{
    private readonly List<QueuedAppend> _heldBack = [];

    [Fact]
    public void Plan_AppendsThatContinueOneAnother_MakeOneChain()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann", "bob");
        Append[] appends = [joined, story.Repeat(joined.Facts.CallbackId), story.Tell(EntryKind.Quit, "ann")];

        var chain = Plan(appends).Chains.ShouldHaveSingleItem();

        chain.Appends.Select(queued => queued.Append).ShouldBe(appends);
        chain.Expected.ShouldBe(default);
        chain.Summary.Head.ShouldBe(story.Head);
        (chain.Tally.Recorded, chain.Tally.Duplicates, chain.Tally.Joined, chain.Tally.Exits.Quit).ShouldBe((2, 1, 2, 1));
        _heldBack.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_Groups_ComeInTheOrderThatAllWritersShare()
    {
        string[] ids = ["b", "a", "B", "群", "a1"];

        var batch = Plan([.. ids.Select(id => new GroupStory(id).Tell(EntryKind.Created)), new GroupStory("a", "Z").Tell(EntryKind.Created)]);

        batch.Chains.Select(chain => chain.Group.ToString()).ShouldBe(
            ["Z/a", "openim/B", "openim/a", "openim/a1", "openim/b", "openim/群"]);
    }

    [Fact]
    public void Plan_AppendThatDoesNotContinue_IsHeldBackWithItsGroup()
    {
        var story = new GroupStory("G001");
        var rival = new GroupStory("G001").Tell(EntryKind.Joined, "bob");
        Append[] appends = [story.Tell(EntryKind.Joined, "ann"), rival, story.Tell(EntryKind.Quit, "ann")];
        var other = new GroupStory("G002").Tell(EntryKind.Created);

        var batch = Plan([.. appends, other]);

        batch.Appends.Select(queued => queued.Append).ShouldBe([appends[0], other]);
        _heldBack.Select(queued => queued.Append).ShouldBe([appends[1], appends[2]]);
    }

    [Fact]
    public void Plan_CallbackTwice_HoldsTheSecondBack()
    {
        var created = new GroupStory("G001").Tell(EntryKind.Created);

        Plan([created, created]).Appends.ShouldHaveSingleItem();

        _heldBack.ShouldHaveSingleItem().Append.ShouldBe(created);
    }

    [Fact]
    public void Plan_Parts_ChainWithWhatComesBehindTheLast()
    {
        var story = new GroupStory("G001");
        var parts = story.TellInChunks(new Event(EntryKind.Kicked, ["a", "b", "c"]), 1);

        var whole = Plan([.. parts, story.Tell(EntryKind.Joined, "d")]).Chains.ShouldHaveSingleItem();
        var begun = Plan([.. parts.Take(2)]).Chains.ShouldHaveSingleItem();
        var ended = Plan([parts[^1]]).Chains.ShouldHaveSingleItem();

        (whole.ExpectedPending, whole.Pending).ShouldBe((null, null));
        (begun.ExpectedPending, begun.Pending).ShouldBe((null, parts[0].Facts.CallbackId));
        (ended.ExpectedPending, ended.Pending).ShouldBe((parts[0].Facts.CallbackId, null));
    }

    [Fact]
    public void Plan_OtherCallbackBetweenParts_IsHeldBack()
    {
        var story = new GroupStory("G001");
        var begin = story.TellInChunks(new Event(EntryKind.Kicked, ["a", "b"]), 1)[0];
        var between = GroupStory.Expecting(new GroupStory("G001").Tell(new Event(EntryKind.Kicked, [])), default);

        Plan([begin, between]).Appends.ShouldHaveSingleItem();

        _heldBack.ShouldHaveSingleItem().Append.ShouldBe(between);
    }

    private AppendBatch Plan(Append[] appends) =>
        AppendBatch.Plan([.. appends.Select(append => new QueuedAppend(append))], _heldBack);
}
