namespace GroupExitGrains.Membership.Tests.Ledger;

public sealed class CloseTests : LedgerTest
{
    [Fact]
    public async Task TryCloseAsync_NothingUnderWay_SavesASnapshotAndCloses()
    {
        await RecordAsync(Tell.Joined("ann"));

        (await Ledger.TryCloseAsync()).ShouldBeTrue();

        Snapshots[Tell.Group].ShouldNotBeNull().Head.ShouldBe(Journal[Tell.Group].Summary!.Head);
        await Should.ThrowAsync<LedgerClosedException>(() => Ledger.FindAsync());
    }

    [Fact]
    public async Task TryCloseAsync_AppendInFlight_StaysOpen()
    {
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Tell.Joined("ann"));
        await Journal.WaitingAsync(1);

        (await Ledger.TryCloseAsync()).ShouldBeFalse();
        Journal.Commit();
        await recording;

        (await Ledger.TryCloseAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task CloseAsync_WaitsForWhatIsUnderWay()
    {
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Tell.Joined("ann"));
        await Journal.WaitingAsync(1);

        var closing = Ledger.CloseAsync();
        closing.IsCompleted.ShouldBeFalse();
        Journal.Commit();
        await closing;

        recording.IsCompletedSuccessfully.ShouldBeTrue();
        Snapshots[Tell.Group].ShouldNotBeNull();
    }

    [Fact]
    public async Task CloseAsync_AfterAFailure_SavesNothingThatIsNotDurable()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Tell.Joined("bob").Heard(1));
        Journal.Fail(written: false);
        await recording.ShouldThrowAsync<JournalUnavailableException>();

        await Ledger.CloseAsync();

        Snapshots[Tell.Group].ShouldBeNull();
        (await MembersAsync(NewLedger())).ShouldBe(["ann"]);
    }

    [Fact]
    public async Task CloseAsync_GiantUnderWay_WaitsForItsLastEntry()
    {
        var options = new LedgerOptions { LargestWholeCallback = 2, ChunkSize = 2 };
        Ledger = NewLedger(options);
        Journal.Holding = true;
        var giant = Tell.Kicked("a", "b", "c", "d", "e");
        var recording = Ledger.RecordAsync(giant);
        await Journal.WaitingAsync(1);
        Journal.Commit();
        await recording;
        await Journal.WaitingAsync(1);

        var closing = Ledger.CloseAsync();
        closing.IsCompleted.ShouldBeFalse();
        Journal.Holding = false;
        Journal.Commit();
        await closing;

        Journal[giant.Id].State.ShouldBe(CallbackState.Recorded);
        Snapshots[Tell.Group].ShouldNotBeNull().Head.Sequence.ShouldBe(5);
    }

    [Fact]
    public async Task CloseAsync_NothingNewSinceTheSnapshot_SavesNone()
    {
        await RecordAsync(Tell.Joined("ann"));
        await Ledger.CloseAsync();
        var saved = Snapshots.Saved;

        var again = NewLedger();
        await again.FindAsync();
        await again.CloseAsync();

        Snapshots.Saved.ShouldBe(saved);
    }

    [Fact]
    public async Task CloseAsync_SnapshotsBroken_ClosesAllTheSame()
    {
        await RecordAsync(Tell.Joined("ann"));
        Snapshots.SavingFails = new InvalidOperationException("The store is broken.");

        await Ledger.CloseAsync();

        await Should.ThrowAsync<LedgerClosedException>(() => Ledger.FindAsync());
        (await MembersAsync(NewLedger())).ShouldBe(["ann"]);
    }
}
