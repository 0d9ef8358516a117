using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Callbacks that are appended in parts.</summary>
public abstract class ChunkConformance : ConformanceTest
{
    private static readonly Event Dismissal =
        new(EntryKind.Dismissed, [.. Enumerable.Range(0, 25).Select(number => $"user{number}")]);

    private readonly GroupStory _story = new("G001");

    [Fact]
    public async Task Begin_IsDurableAndPending()
    {
        await AppendAsync(_story.Tell(EntryKind.Created));
        var before = _story.Head;
        var begin = _story.TellInChunks(Dismissal, 10)[0];
        await AppendAsync(begin);

        await ReopenAsync();

        var record = (await Journal.FindGroupAsync(_story.Key, Cancellation)).ShouldNotBeNull();
        record.Summary.ShouldBe(begin.Summary);
        record.Pending.ShouldNotBeNull().Base.ShouldBe(before);
        record.Pending.FactsBytes.ToArray().ShouldBe(begin.FactsBytes.ToArray());
        record.Pending.ChangeBytes.ToArray().ShouldBe(begin.ChangeBytes.ToArray());
        (await Journal.PendingGroupsAsync(Cancellation)).ShouldBe([_story.Key]);
        var stored = (await Journal.FindCallbackAsync(begin.Facts.CallbackId, Cancellation)).ShouldNotBeNull();
        stored.State.ShouldBe(CallbackState.Pending);
        stored.FirstSequence.ShouldBeNull();
        stored.EntryCount.ShouldBe(0);
    }

    [Fact]
    public async Task Chunks_OneByOneWithARestartInBetween_EndInOneCallback()
    {
        await AppendAsync(_story.Tell(EntryKind.Created));
        var parts = _story.TellInChunks(Dismissal, 10);
        await AppendAsync(parts[0], parts[1]);
        await ReopenAsync();
        var halfway = (await Journal.FindCallbackAsync(parts[0].Facts.CallbackId, Cancellation)).ShouldNotBeNull();
        var pending = (await Journal.FindGroupAsync(_story.Key, Cancellation))!.Pending.ShouldNotBeNull();
        await AppendAsync(parts[2], parts[3]);
        await ReopenAsync();

        var whole = (await Journal.FindCallbackAsync(parts[0].Facts.CallbackId, Cancellation)).ShouldNotBeNull();

        (halfway.State, halfway.FirstSequence, halfway.EntryCount).ShouldBe((CallbackState.Pending, 2, 10));
        pending.Base.Sequence.ShouldBe(1);
        (whole.State, whole.FirstSequence, whole.EntryCount).ShouldBe((CallbackState.Recorded, 2, 25));
        whole.RequestBytes.ToArray().ShouldBe(parts[0].RequestBytes.ToArray());
        (await Journal.FindGroupAsync(_story.Key, Cancellation))!.Pending.ShouldBeNull();
        (await Journal.PendingGroupsAsync(Cancellation)).ShouldBeEmpty();
        (await ReadAsync(_story.Key, withRequests: true)).Count(entry => entry.RequestBytes is not null).ShouldBe(2);
        (await ChainWalk.FirstBrokenAsync(Journal, _story.Key, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Chunks_AllInFlightWithTheNextCallbackBehind_KeepTheirOrder()
    {
        var parts = _story.TellInChunks(Dismissal, 2);
        var next = _story.Tell(EntryKind.Joined, "ann");

        await AppendAsync([.. parts, next]);

        (await ReadAsync(_story.Key)).Select(stored => stored.Entry.UserId).ShouldBe([.. Dismissal.UserIds, "ann"]);
        (await ChainWalk.FirstBrokenAsync(Journal, _story.Key, Cancellation)).ShouldBeNull();
        (await Journal.FindCallbackAsync(next.Facts.CallbackId, Cancellation))!.FirstSequence.ShouldBe(26);
    }

    [Fact]
    public async Task WhilePending_EverythingElseOfTheGroupIsRefused()
    {
        var parts = _story.TellInChunks(Dismissal, 10);
        await AppendAsync(parts[0], parts[1]);
        var head = parts[1].Summary.Head;
        var other = new GroupStory("G001");
        var others = other.TellInChunks(Dismissal, 10);

        (await Journal.AppendAsync(GroupStory.Expecting(other.Repeat(parts[0].Facts.CallbackId), head)))
            .ShouldBe(AppendOutcome.Refused);
        (await Journal.AppendAsync(GroupStory.Expecting(other.Tell(new Event(EntryKind.Kicked, [])), head)))
            .ShouldBe(AppendOutcome.Refused);
        (await Journal.AppendAsync(GroupStory.Expecting(others[0], head))).ShouldBe(AppendOutcome.Refused);
        (await Journal.AppendAsync(others[1])).ShouldBe(AppendOutcome.Refused);

        await AppendAsync(new GroupStory("G002").Tell(EntryKind.Created));
        await AppendAsync(parts[2], parts[3]);
    }

    [Fact]
    public async Task Begin_Again_IsAlreadyAppended()
    {
        var parts = _story.TellInChunks(Dismissal, 10);
        await AppendAsync(parts[0]);
        (await Journal.AppendAsync(parts[0])).ShouldBe(AppendOutcome.AlreadyAppended);
        await AppendAsync([.. parts.Skip(1)]);
        (await Journal.AppendAsync(parts[0])).ShouldBe(AppendOutcome.AlreadyAppended);
    }

    [Fact]
    public async Task Chunk_AgainOrWithoutABeginning_IsRefused()
    {
        var parts = _story.TellInChunks(Dismissal, 10);
        (await Journal.AppendAsync(parts[1])).ShouldBe(AppendOutcome.Refused);
        await AppendAsync(parts[0], parts[1]);
        (await Journal.AppendAsync(parts[1])).ShouldBe(AppendOutcome.Refused);
        (await Journal.AppendAsync(parts[3])).ShouldBe(AppendOutcome.Refused);
        await AppendAsync(parts[2], parts[3]);
        (await Journal.AppendAsync(parts[3])).ShouldBe(AppendOutcome.Refused);

        (await ReadAsync(_story.Key)).Count.ShouldBe(25);
    }

    [Fact]
    public async Task Begin_CountsItsCallbackOnce()
    {
        await AppendAsync([.. _story.TellInChunks(Dismissal, 10)]);

        var totals = (await History.SourcesAsync(Cancellation)).ShouldHaveSingleItem();

        (totals.Recorded, totals.Duplicates, totals.Exits.Dismissed).ShouldBe((1, 0, 25));
    }
}
