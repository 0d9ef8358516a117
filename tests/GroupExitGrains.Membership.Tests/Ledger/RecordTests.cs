namespace GroupExitGrains.Membership.Tests.Ledger;

public sealed class RecordTests : LedgerTest
{
    [Fact]
    public async Task RecordAsync_IsAnsweredWhenDurable()
    {
        Journal.Holding = true;
        var callback = Tell.Joined("ann");

        var recording = Ledger.RecordAsync(callback);
        await Journal.WaitingAsync(1);
        recording.IsCompleted.ShouldBeFalse();
        Journal.Commit();

        (await recording).ShouldBe(new Receipt(callback.Id, CallbackState.Recorded));
    }

    [Fact]
    public async Task RecordAsync_CallbackThatNamesNobody_IsKeptWithoutEntries()
    {
        var callback = Tell.Kicked();

        (await RecordAsync(callback)).State.ShouldBe(CallbackState.Recorded);

        Journal.Knows(callback.Id).ShouldBeTrue();
        Journal[Tell.Group].Rows.ShouldBeEmpty();
        (await Ledger.FindAsync()).ShouldNotBeNull().LastReceivedAt.ShouldBe(Tell.Start);
    }

    [Fact]
    public async Task RecordAsync_KickOfMany_IsOneAppendWithOneRequest()
    {
        await RecordAsync(Tell.Kicked("ann", "bob", "cid"));

        var append = Journal.Offered.ShouldHaveSingleItem();
        append.Entries.Count.ShouldBe(3);
        RawRequestCodec.Decode(append.RequestBytes).Body.ToArray()
            .ShouldBe(Tell.Kicked("ann", "bob", "cid").Request.Body.ToArray());
        Journal.Callbacks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RecordAsync_ManyInFlight_AreNumberedAndChainedInOrder()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;

        var recordings = Enumerable.Range(0, 50)
            .Select(number => Ledger.RecordAsync(Tell.Joined($"user{number}").Heard(number))).ToList();
        Journal.Offered.Count.ShouldBe(51);
        Journal.Commit(50);
        await Task.WhenAll(recordings);

        Journal[Tell.Group].Rows.Select(row => row.Entry.Sequence).ShouldBe(Enumerable.Range(1, 51).Select(n => (long)n));
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Duplicate_OfACallbackInFlight_IsAnsweredWhenTheOriginalIsDurable()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var original = Tell.Quit("ann").Heard(1);
        var first = Ledger.RecordAsync(original);
        var second = Ledger.RecordAsync(original.Again(2));

        (first.IsCompleted, second.IsCompleted).ShouldBe((false, false));
        Journal.Commit();
        await first;
        second.IsCompleted.ShouldBeFalse();
        Journal.Commit();

        var receipt = await second;
        (receipt.State, receipt.DuplicateOf).ShouldBe((CallbackState.Duplicate, original.Id));
        (await Ledger.FindAsync())!.Duplicates.ShouldBe(1);
        Told().ShouldBe(["joined ann applied", "quit ann applied"]);
    }

    [Fact]
    public async Task Duplicate_WhoseOriginalWasLost_IsRecordedInItsPlace()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var original = Tell.Quit("ann").Heard(1);
        var first = Ledger.RecordAsync(original);
        var second = Ledger.RecordAsync(original.Again(2));

        Journal.Fail(written: false);
        Journal.Commit();
        await first.ShouldThrowAsync<JournalUnavailableException>();
        await second.ShouldThrowAsync<JournalUnavailableException>();
        Journal.Holding = false;

        (await Ledger.RecordAsync(original.Again(2))).State.ShouldBe(CallbackState.Recorded);
        Told().ShouldBe(["joined ann applied", "quit ann applied"]);
        (await Ledger.FindAsync())!.Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task Duplicate_AfterARestart_IsStillOne()
    {
        var original = Tell.Quit("ann").Heard(1);
        await RecordAsync(original);
        await Ledger.CloseAsync();
        Ledger = NewLedger();

        (await RecordAsync(original.Again(2))).DuplicateOf.ShouldBe(original.Id);
        (await NewLedger().FindAsync())!.Duplicates.ShouldBe(1);
    }

    [Fact]
    public async Task RecordAsync_ClosedLedger_RecordsNothing()
    {
        await Ledger.CloseAsync();

        await Should.ThrowAsync<LedgerClosedException>(() => Ledger.RecordAsync(Tell.Joined("ann")));
        Journal.Offered.ShouldBeEmpty();
    }
}
