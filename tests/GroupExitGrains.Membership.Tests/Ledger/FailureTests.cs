namespace GroupExitGrains.Membership.Tests.Ledger;

/// <summary>Whatever the journal does, each callback is kept once, or whoever offered it is told.</summary>
public sealed class FailureTests : LedgerTest
{
    [Fact]
    public async Task Refused_BecauseAnotherWroteMeanwhile_ReloadsAndRecordsOnce()
    {
        await RecordAsync(Tell.Joined("ann"));
        var other = NewLedger();
        await other.RecordAsync(Tell.Quit("ann").Heard(1));

        (await RecordAsync(Tell.Kicked("ann").Heard(2))).State.ShouldBe(CallbackState.Recorded);

        Told().ShouldBe(["joined ann applied", "quit ann applied", "kicked ann applied"]);
        Journal[Tell.Group].Rows[2].Entry.WasMember.ShouldBeFalse();
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Refused_AsARepetitionOfWhatAnotherRecorded_IsADuplicate()
    {
        await RecordAsync(Tell.Joined("ann"));
        var quit = Tell.Quit("ann").Heard(1);
        await NewLedger().RecordAsync(quit);

        (await RecordAsync(quit.Again(2))).DuplicateOf.ShouldBe(quit.Id);
    }

    [Fact]
    public async Task Refused_AllBehindItAreRecordedToo()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var recordings = Enumerable.Range(0, 5)
            .Select(number => Ledger.RecordAsync(Tell.Joined($"user{number}").Heard(number))).ToList();

        Journal.Refuse();
        Journal.Commit(4);
        await Journal.WaitingAsync(5);
        Journal.Commit(5);

        (await Task.WhenAll(recordings)).ShouldAllBe(receipt => receipt.State == CallbackState.Recorded);
        (await MembersAsync()).ShouldBe(["ann", "user0", "user1", "user2", "user3", "user4"]);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task RefusedForever_IsToldAsUnavailable()
    {
        Journal.FateOf = _ => Fate.Refused;

        await Should.ThrowAsync<JournalUnavailableException>(() => Ledger.RecordAsync(Tell.Joined("ann")));

        Journal.Offered.Count.ShouldBe(8);
        Journal.FateOf = _ => Fate.Committed;
        await RecordAsync(Tell.Joined("ann"));
        Told().ShouldBe(["joined ann applied"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failed_ThenOfferedAgain_IsThereOnce(bool written)
    {
        await RecordAsync(Tell.Joined("ann"));
        var quit = Tell.Quit("ann").Heard(1);
        Journal.FateOf = _ => written ? Fate.FailedAfterWriting : Fate.FailedBeforeWriting;
        await Should.ThrowAsync<JournalUnavailableException>(() => Ledger.RecordAsync(quit));
        Journal.FateOf = _ => Fate.Committed;

        (await RecordAsync(quit)).ShouldBe(new Receipt(quit.Id, CallbackState.Recorded));

        Told().ShouldBe(["joined ann applied", "quit ann applied"]);
        (await Ledger.FindAsync())!.Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task AlreadyAppended_BringsTheReceiptOfTheOriginal()
    {
        var quit = Tell.Quit("ann").Heard(1);
        var again = quit.Again(2);
        await RecordAsync(quit, again);

        (await RecordAsync(again)).ShouldBe(new Receipt(again.Id, CallbackState.Duplicate, quit.Id));
        (await NewLedger().RecordAsync(quit)).ShouldBe(new Receipt(quit.Id, CallbackState.Recorded));
        (await Ledger.FindAsync())!.Duplicates.ShouldBe(1);
    }

    [Fact]
    public async Task SameCallbackTwiceInFlight_IsThereOnce()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var quit = Tell.Quit("ann").Heard(1);
        var recordings = new[] { Ledger.RecordAsync(quit), Ledger.RecordAsync(quit) };

        Journal.Commit(2);

        (await Task.WhenAll(recordings)).ShouldAllBe(receipt => receipt == new Receipt(quit.Id, CallbackState.Recorded));
        Told().ShouldBe(["joined ann applied", "quit ann applied"]);
    }

    [Fact]
    public async Task Failed_BeforeWriting_ThoseBehindFailWithItAndKeepTheirOrder()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var (bob, cid) = (Tell.Joined("bob").Heard(1), Tell.Joined("cid").Heard(2));
        var lost = Ledger.RecordAsync(bob);
        var behind = Ledger.RecordAsync(cid);

        Journal.Fail(written: false);
        Journal.Commit();
        await lost.ShouldThrowAsync<JournalUnavailableException>();
        await behind.ShouldThrowAsync<JournalUnavailableException>();

        // Whoever offered them has them still, and offers them again in their order.
        Journal.Holding = false;
        await RecordAsync(bob, cid);
        (await MembersAsync()).ShouldBe(["ann", "bob", "cid"]);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Refused_ReportsComeInAnotherOrder_ThoseBehindKeepTheirs()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var recordings = Enumerable.Range(0, 20)
            .Select(number => Ledger.RecordAsync(Tell.Joined($"user{number:00}").Heard(1))).ToList();

        Journal.Holding = false;
        Journal.Refuse();
        Journal.RefuseRestBackwards();
        await Task.WhenAll(recordings).WaitAsync(Cancellation);

        Journal[Tell.Group].Rows.Skip(1).Select(row => row.Entry.UserId)
            .ShouldBe(Enumerable.Range(0, 20).Select(number => $"user{number:00}"));
    }

    [Fact]
    public async Task Failed_AfterWriting_ThoseBehindStandAndAreSeen()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var uncertain = Ledger.RecordAsync(Tell.Joined("bob").Heard(1));
        var behind = Ledger.RecordAsync(Tell.Joined("cid").Heard(2));

        Journal.Fail(written: true);
        await uncertain.ShouldThrowAsync<JournalUnavailableException>();
        var members = MembersAsync();
        Journal.Commit();
        await behind;

        // Whoever was told that it is recorded finds it: the group is not loaded before that is settled.
        (await members).ShouldBe(["ann", "bob", "cid"]);
        (await MembersAsync()).ShouldBe(["ann", "bob", "cid"]);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Failed_AtOnce_ThoseThatWaitedAreNotForgotten()
    {
        var held = new TaskCompletionSource();
        Journal.ReadingHeld = held.Task;
        var recordings = Enumerable.Range(0, 4)
            .Select(number => Ledger.RecordAsync(Tell.Joined($"user{number}").Heard(number))).ToList();
        Journal.FateOf = append => append.Entries[0].UserId == "user0" ? Fate.FailedBeforeWriting : Fate.Committed;

        held.SetResult();

        await recordings[0].ShouldThrowAsync<JournalUnavailableException>();
        (await Task.WhenAll(recordings.Skip(1)).WaitAsync(Cancellation)).Length.ShouldBe(3);
        (await MembersAsync()).ShouldBe(["user1", "user2", "user3"]);
    }

    [Fact]
    public async Task WaitingWhileTheGroupIsLoaded_AreTakenInOrderOfReceipt()
    {
        var held = new TaskCompletionSource();
        Journal.ReadingHeld = held.Task;
        var recordings = new[] { 3, 1, 2, 0 }
            .Select(number => Ledger.RecordAsync(Tell.Joined($"user{number}").Heard(number))).ToList();

        held.SetResult();
        await Task.WhenAll(recordings);

        Journal[Tell.Group].Rows.Select(row => row.Entry.UserId).ShouldBe(["user0", "user1", "user2", "user3"]);
    }

    [Fact]
    public async Task JournalDown_WhileTheGroupIsLoaded_AllThatWaitedAreTold()
    {
        var held = new TaskCompletionSource();
        Journal.ReadingHeld = held.Task;
        var recordings = new[] { Ledger.RecordAsync(Tell.Joined("ann")), Ledger.RecordAsync(Tell.Joined("bob")) };
        Journal.Unreadable = true;

        held.SetResult();
        foreach (var recording in recordings)
        {
            await recording.ShouldThrowAsync<JournalUnavailableException>();
        }

        Journal.Unreadable = false;
        await RecordAsync(Tell.Joined("cid"));
        (await MembersAsync()).ShouldBe(["cid"]);
    }

    [Fact]
    public async Task CallbackThatCannotBeDecided_IsToldAndHarmsNoOther()
    {
        await RecordAsync(Tell.Joined("ann"));
        var tooLong = Tell.Joined("bob", new string('x', 257)).Heard(1);

        await Should.ThrowAsync<ArgumentException>(() => Ledger.RecordAsync(tooLong));
        (await MembersAsync()).ShouldBe(["ann"]);
        await RecordAsync(Tell.Joined("cid").Heard(2));

        Told().ShouldBe(["joined ann applied", "joined cid applied"]);
        Journal.Offered.Count.ShouldBe(2);
    }

    [Fact]
    public async Task CallbackThatCannotBeDecided_AmongThoseThatWait_HarmsNoOther()
    {
        var held = new TaskCompletionSource();
        Journal.ReadingHeld = held.Task;
        var poison = Ledger.RecordAsync(Tell.Joined(new string('x', 257)));
        var other = Ledger.RecordAsync(Tell.Joined("ann").Heard(1));

        held.SetResult();

        await poison.ShouldThrowAsync<ArgumentException>();
        (await other.WaitAsync(Cancellation)).State.ShouldBe(CallbackState.Recorded);
    }

    [Fact]
    public async Task DamagedHistory_TheGroupIsShownAsItsHeadRowSays()
    {
        await RecordAsync(Tell.Joined("ann"), Tell.Joined("bob").Heard(1), Tell.Joined("cid").Heard(2));
        var before = (await Ledger.FindAsync()).ShouldNotBeNull();
        Journal.DamagedAt = 2;
        Ledger = NewLedger();

        (await Ledger.FindAsync()).ShouldBe(before);
        before.Joined.ShouldBe(3);
    }

    [Fact]
    public async Task DamagedHistory_StillTakesCallbacks_AndLeavesNoSnapshotOfIt()
    {
        await RecordAsync(Tell.Joined("ann"), Tell.Joined("bob").Heard(1), Tell.Joined("cid").Heard(2));
        Journal.DamagedAt = 2;
        Ledger = NewLedger();

        (await RecordAsync(Tell.Quit("cid").Heard(3))).State.ShouldBe(CallbackState.Recorded);
        await Ledger.CloseAsync();
        Journal.DamagedAt = null;

        Snapshots[Tell.Group].ShouldBeNull();
        (await MembersAsync(NewLedger())).ShouldBe(["ann", "bob"]);
    }
}
