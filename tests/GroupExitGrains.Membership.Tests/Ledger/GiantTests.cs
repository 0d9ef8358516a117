namespace GroupExitGrains.Membership.Tests.Ledger;

/// <summary>Callbacks of more entries than are appended at once.</summary>
public sealed class GiantTests() : LedgerTest(Small)
{
    private static LedgerOptions Small { get; } = new() { LargestWholeCallback = 4, ChunkSize = 3 };

    private static readonly string[] Users = [.. Enumerable.Range(0, 10).Select(number => $"user{number}")];

    private static Callback Giant { get; } = Tell.Kicked(Users).Heard(10);

    [Fact]
    public async Task AsManyAsFit_AreOneAppend()
    {
        await RecordAsync(Tell.Kicked("a", "b", "c", "d"));

        Journal.Offered.ShouldHaveSingleItem().Part.ShouldBe(AppendPart.Whole);
    }

    [Fact]
    public async Task Giant_IsAnsweredPending_BeforeItsEntriesAreThere()
    {
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Giant);
        await Journal.WaitingAsync(1);
        recording.IsCompleted.ShouldBeFalse();

        Journal.Commit();

        (await recording).ShouldBe(new Receipt(Giant.Id, CallbackState.Pending));
        Journal[Tell.Group].Rows.ShouldBeEmpty();
        (await Journal.PendingGroupsAsync(Cancellation)).ShouldBe([Tell.Group]);
    }

    [Fact]
    public async Task Giant_ComesInChunks_AndReadsShowThemAsTheyBecomeDurable()
    {
        await RecordAsync(Tell.Joined("a", "b", "user0"));
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Giant);
        Journal.Commit();
        await recording;
        await Journal.WaitingAsync(1);
        (await MembersAsync()).ShouldBe(["a", "b", "user0"]);

        Journal.Commit();
        await Journal.WaitingAsync(1);
        (await MembersAsync()).ShouldBe(["a", "b"]);
        (await Ledger.FindAsync())!.Exits.Kicked.ShouldBe(3);
        Journal.Holding = false;
        Journal.Commit();
        await Journal.RecordedAsync(Giant.Id);

        Journal.Offered.Select(append => (append.Part, append.Entries.Count)).Skip(1).ShouldBe(
            [(AppendPart.Begin, 0), (AppendPart.Chunk, 3), (AppendPart.Chunk, 3), (AppendPart.Chunk, 3), (AppendPart.Last, 1)]);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task LaterCallbacks_WaitInOrderOfReceipt_AndAreDecidedBehindIt()
    {
        await RecordAsync(Tell.Joined(Users[..3]));
        Journal.Holding = true;
        var giant = Ledger.RecordAsync(Giant);
        var later = new[]
        {
            Ledger.RecordAsync(Tell.Joined("user1").Heard(12)), Ledger.RecordAsync(Giant.Again(11)),
            Ledger.RecordAsync(Tell.Quit("zoe").Heard(11.5)),
        };
        Journal.Commit();
        (await giant).State.ShouldBe(CallbackState.Pending);
        await Journal.WaitingAsync(1);
        Journal.Offered.Select(append => append.Part).ShouldBe([AppendPart.Whole, AppendPart.Begin, AppendPart.Chunk]);
        later.ShouldAllBe(recording => !recording.IsCompleted);

        Journal.Holding = false;
        Journal.Commit();
        var receipts = await Task.WhenAll(later).WaitAsync(Cancellation);

        (receipts[1].State, receipts[1].DuplicateOf).ShouldBe((CallbackState.Duplicate, Giant.Id));
        Told().Skip(12).ShouldBe(["kicked user9 applied", "quit zoe applied", "joined user1 applied"]);
        (await MembersAsync()).ShouldBe(["user1"]);
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task KilledAfterAnyChunk_ARestartComesToTheSameEntries(int chunks)
    {
        var expected = await UninterruptedAsync();
        var process = new ProcessJournal(Journal);
        Ledger = NewLedger(journal: process);
        await PrepareAsync(Ledger);
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Giant);
        Journal.Commit();
        await recording;
        for (var i = 0; i < chunks; i++)
        {
            await Journal.WaitingAsync(1);
            Journal.Commit();
        }

        if (chunks < 4)
        {
            await Journal.WaitingAsync(1);
        }

        process.Kill();
        Journal.LoseWaiting();
        Journal.Holding = false;
        Ledger = NewLedger();
        await Ledger.LoadAsync();
        await Journal.RecordedAsync(Giant.Id);
        await RecordAsync(Tell.Joined("user3").Heard(20));

        Entries(Journal).ShouldBe(expected);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task ChunkFails_ThoseWaitingAreTold_AndTheNextCallGoesOn()
    {
        await PrepareAsync(Ledger);
        var chunks = 0;
        Journal.FateOf = append => append.Part == AppendPart.Chunk && ++chunks == 2 ? Fate.FailedBeforeWriting : Fate.Committed;

        await RecordAsync(Giant);
        await Journal.OfferedAsync(4);
        Journal.FateOf = _ => Fate.Committed;
        await OfferUntilTakenAsync(Tell.Joined("user3").Heard(20));

        Entries(Journal).ShouldBe(await UninterruptedAsync());
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task JournalBreaksInTheMiddle_LaterCallbacksAreStillAnswered()
    {
        await PrepareAsync(Ledger);
        Journal.FateOf = append => append.Part == AppendPart.Chunk ? Fate.Broken : Fate.Committed;
        await RecordAsync(Giant);
        await Journal.OfferedAsync(3);

        Journal.FateOf = _ => Fate.Committed;
        await OfferUntilTakenAsync(Tell.Joined("user3").Heard(20));

        Entries(Journal).ShouldBe(await UninterruptedAsync());
    }

    [Fact]
    public async Task BeginFails_NothingIsLeftOfIt_AndOfferingItAgainRecordsIt()
    {
        await PrepareAsync(Ledger);
        Journal.FateOf = _ => Fate.FailedBeforeWriting;
        await Should.ThrowAsync<JournalUnavailableException>(() => Ledger.RecordAsync(Giant));
        Journal.FateOf = _ => Fate.Committed;

        await RecordAsync(Giant);
        await Journal.RecordedAsync(Giant.Id);
        await RecordAsync(Tell.Joined("user3").Heard(20));

        Entries(Journal).ShouldBe(await UninterruptedAsync());
    }

    [Fact]
    public async Task BeginWrittenButNotAnswered_OfferingItAgainIsAnsweredAndItGoesOn()
    {
        await PrepareAsync(Ledger);
        Journal.FateOf = append => append.Part == AppendPart.Begin ? Fate.FailedAfterWriting : Fate.Committed;
        await Should.ThrowAsync<JournalUnavailableException>(() => Ledger.RecordAsync(Giant));
        Journal.FateOf = _ => Fate.Committed;

        (await RecordAsync(Giant)).CallbackId.ShouldBe(Giant.Id);
        await Journal.RecordedAsync(Giant.Id);
        await RecordAsync(Tell.Joined("user3").Heard(20));

        Entries(Journal).ShouldBe(await UninterruptedAsync());
    }

    [Fact]
    public async Task TakenOverByAnotherInTheMiddle_ItIsAppendedOnce()
    {
        await PrepareAsync(Ledger);
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Giant);
        Journal.Commit();
        await recording;
        await Journal.WaitingAsync(1);
        var other = NewLedger();
        Journal.Holding = false;
        await other.LoadAsync();
        await Journal.RecordedAsync(Giant.Id);

        Journal.Commit();
        await OfferUntilTakenAsync(Tell.Joined("user3").Heard(20));

        Entries(Journal).ShouldBe(await UninterruptedAsync());
    }

    [Fact]
    public async Task RefusedBeforeItBegan_IsBegunBehindTheOther()
    {
        await PrepareAsync(Ledger);
        await NewLedger().RecordAsync(Tell.Quit("user5").Heard(9));

        (await RecordAsync(Giant)).State.ShouldBe(CallbackState.Pending);
        await Journal.RecordedAsync(Giant.Id);

        Told().Count(told => told.StartsWith("kicked", StringComparison.Ordinal)).ShouldBe(10);
        Journal[Tell.Group].Rows.Single(row => row.Entry is { Kind: EntryKind.Kicked, UserId: "user5" })
            .Entry.WasMember.ShouldBeFalse();
        await ShouldVerifyAsync();
    }

    private static Task<Receipt> PrepareAsync(GroupLedger ledger) => ledger.RecordAsync(Tell.Joined("user3", "user7", "zoe"));

    private static async Task<string[]> UninterruptedAsync()
    {
        var test = new GiantTests();
        await PrepareAsync(test.Ledger);
        await test.Ledger.RecordAsync(Giant);
        await test.Journal.RecordedAsync(Giant.Id);
        await test.Ledger.RecordAsync(Tell.Joined("user3").Heard(20));
        return Entries(test.Journal);
    }

    // Ids of callbacks are not the same in two runs, and so are hashes.
    private static string[] Entries(MemoryJournal journal) =>
        [.. journal[Tell.Group].Rows.Select(row => (row.Entry with { Hash = default }).ToString())];

    // What waited for the callback in parts is told when that is interrupted, and offers itself again.
    private async Task OfferUntilTakenAsync(Callback callback)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Ledger.RecordAsync(callback);
                return;
            }
            catch (Exception exception) when (attempt == 0 && exception is JournalUnavailableException or InvalidOperationException)
            {
                Journal.FateOf = _ => Fate.Committed;
            }
        }
    }
}
