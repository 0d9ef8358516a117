namespace GroupExitGrains.Membership.Tests.Ledger;

public sealed class SnapshotTests() : LedgerTest(new LedgerOptions { SnapshotInterval = 4 })
{
    [Fact]
    public async Task AfterSoManyEntries_ASnapshotIsSaved()
    {
        await RecordAsync(Tell.Joined("a"), Tell.Joined("b"), Tell.Joined("c"));
        Snapshots.Saved.ShouldBe(0);

        await RecordAsync(Tell.Joined("d"));

        Snapshots[Tell.Group].ShouldNotBeNull().Head.Sequence.ShouldBe(4);
    }

    [Fact]
    public async Task LargeGroup_IsSavedAfterAQuarterOfItsMembers()
    {
        await RecordAsync(Tell.Joined([.. Enumerable.Range(0, 100).Select(number => $"user{number}")]));
        Snapshots.Saved.ShouldBe(1);

        for (var number = 0; number < 24; number++)
        {
            await RecordAsync(Tell.Quit($"user{number}").Heard(number));
        }

        Snapshots.Saved.ShouldBe(1);
        await RecordAsync(Tell.Quit("user24").Heard(24));
        Snapshots.Saved.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SnapshotOfWhatIsInFlight_WaitsUntilThatIsDurable(bool refused)
    {
        await RecordAsync(Tell.Joined("a"));
        Journal.Holding = true;
        var recordings = new[] { "b", "c", "d" }.Select(user => Ledger.RecordAsync(Tell.Joined(user))).ToList();
        Snapshots.Saved.ShouldBe(0);

        Journal.Commit(2);
        Snapshots.Saved.ShouldBe(0);
        if (refused)
        {
            Journal.Refuse();
            await Journal.WaitingAsync(1);
            Snapshots.Saved.ShouldBe(0);
            Journal.Commit();
            await recordings[2];
        }
        else
        {
            Journal.Fail(written: false);
            await recordings[2].ShouldThrowAsync<JournalUnavailableException>();
            Snapshots.Saved.ShouldBe(0);
        }
    }

    [Fact]
    public async Task SnapshotAheadOfTheHistory_IsNotUsed()
    {
        await RecordAsync(Tell.Joined("a"), Tell.Joined("b"));
        var restored = Journal[Tell.Group].Summary;
        await RecordAsync(Tell.Joined("c"), Tell.Joined("d"));
        Snapshots[Tell.Group].ShouldNotBeNull().Head.Sequence.ShouldBe(4);

        // A database brought back from before it.
        Journal[Tell.Group].Summary = restored;
        Journal[Tell.Group].Rows.RemoveRange(2, 2);

        (await MembersAsync(NewLedger())).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task EntriesThatComeWhileTheGroupIsLoaded_AreNotHalfSeen()
    {
        await RecordAsync(Tell.Joined("a"));
        var racing = new RacingJournal(Journal, () => Ledger.RecordAsync(Tell.Joined("b").Heard(1)));
        var ledger = NewLedger(journal: racing);

        (await MembersAsync(ledger)).ShouldBe(["a"]);

        await ledger.RecordAsync(Tell.Joined("c").Heard(2));
        (await MembersAsync(ledger)).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Loading_ReadsTheSnapshotAndTheEntriesBehindIt()
    {
        await RecordAsync(Tell.Joined("a", "b", "c", "d"), Tell.Quit("a").Heard(1));
        var read = Journal.EntriesRead;

        (await MembersAsync(NewLedger())).ShouldBe(["b", "c", "d"]);

        (Journal.EntriesRead - read).ShouldBe(2);
    }

    [Fact]
    public async Task SnapshotLost_NothingIsLost()
    {
        await RecordAsync(Tell.Joined("a", "b", "c", "d"), Tell.Quit("a").Heard(1));
        var before = (await NewLedger().FindAsync(), await MembersAsync(NewLedger()));
        Snapshots[Tell.Group] = null;

        var after = (await NewLedger().FindAsync(), await MembersAsync(NewLedger()));

        after.Item1.ShouldBe(before.Item1);
        after.Item2.ShouldBe(before.Item2);
    }

    [Fact]
    public async Task SnapshotOfAnotherHistory_IsNotUsed()
    {
        await RecordAsync(Tell.Joined("a", "b", "c", "d"));
        var foreign = new GroupBook();
        foreign.Take(Tell.Joined("x", "y", "z", "w"));
        Snapshots[Tell.Group] = new Snapshot(foreign.State.Head, GroupStateCodec.Encode(foreign.State));

        var ledger = NewLedger();
        (await MembersAsync(ledger)).ShouldBe(["a", "b", "c", "d"]);

        await ledger.RecordAsync(Tell.Quit("a").Heard(1));
        await ledger.CloseAsync();
        (await MembersAsync(NewLedger())).ShouldBe(["b", "c", "d"]);
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(-1)]
    public async Task SnapshotAltered_IsNotUsed(int index)
    {
        await RecordAsync(Tell.Joined("ann", "bob", "cid", "dan"));
        var snapshot = Snapshots[Tell.Group].ShouldNotBeNull();
        var bytes = snapshot.State.ToArray();
        bytes[index < 0 ? bytes.Length + index : index] ^= 1;
        Snapshots[Tell.Group] = snapshot with { State = bytes };

        (await MembersAsync(NewLedger())).ShouldBe(["ann", "bob", "cid", "dan"]);
    }

    [Fact]
    public async Task SnapshotCutOff_IsNotUsed()
    {
        await RecordAsync(Tell.Joined("ann", "bob", "cid", "dan"));
        var snapshot = Snapshots[Tell.Group].ShouldNotBeNull();

        for (var length = 0; length < snapshot.State.Length; length++)
        {
            Snapshots[Tell.Group] = snapshot with { State = snapshot.State[..length] };
            (await MembersAsync(NewLedger())).Length.ShouldBe(4);
        }
    }

    [Fact]
    public async Task SnapshotNotSaved_CallbacksAreRecordedAllTheSame()
    {
        Snapshots.SavingFails = new InvalidOperationException("The store is broken.");

        await RecordAsync(Tell.Joined("a", "b", "c", "d"), Tell.Joined("e", "f", "g", "h"));
        Snapshots.SavingFails = null;
        await RecordAsync(Tell.Quit("a", "b", "c", "d").Heard(1));

        Snapshots[Tell.Group].ShouldNotBeNull().Head.Sequence.ShouldBe(12);
    }
}
