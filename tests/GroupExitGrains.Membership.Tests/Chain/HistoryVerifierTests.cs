namespace GroupExitGrains.Membership.Tests.Chain;

/// <summary>Whoever alters anything that is stored is found out, and the first entry that does not hold is named.</summary>
public sealed class HistoryVerifierTests
{
    private static readonly LedgerOptions Options = new() { SnapshotInterval = 100, LargestWholeCallback = 3, ChunkSize = 2 };

    public static TheoryData<string, long, Action<StoredHistory>> Alterations { get; } = Every(
    [
        ("sequence", 4, history => history.Alter(4, entry => entry with { Sequence = 40 })),
        ("kind", 4, history => history.Alter(4, entry => entry with { Kind = EntryKind.Kicked })),
        ("user", 4, history => history.Alter(4, entry => entry with { UserId = "Bob" })),
        ("user taken away", 4, history => history.Alter(4, entry => entry with { UserId = null })),
        ("user of no length", 1, history => history.Alter(1, entry => entry with { UserId = "" })),
        ("user too long", 4, history => history.Alter(4, entry => entry with { UserId = new string('x', 10_000) })),
        ("role", 2, history => history.Alter(2, entry => entry with { Role = GroupRole.Admin })),
        ("was member", 4, history => history.Alter(4, entry => entry with { WasMember = false })),
        ("effect", 4, history => history.Alter(4, entry => entry with { Effect = EntryEffect.Stale })),
        ("since", 6, history => history.Alter(6, entry => entry with { Since = entry.Since!.Value.AddMilliseconds(1) })),
        ("since taken away", 6, history => history.Alter(6, entry => entry with { Since = null })),
        ("since given", 4, history => history.Alter(4, entry => entry with { Since = Tell.Start })),
        ("hash", 4, history => history.Alter(4, entry => entry with { Hash = EntryChain.Digest([1]) })),
        ("last hash", 11, history => history.Alter(11, entry => entry with { Hash = EntryChain.Digest([1]) })),
        ("position not after the one before", 4, history => history.Rows[3].Position = history.Rows[2].Position),
        ("previous hash", 4, history => history.Rows[3].PreviousHash = history.Rows[3].Entry.Hash),
        ("previous hash of the first", 1, history => history.Rows[0].PreviousHash = history.Rows[0].Entry.Hash),
        ("first entry removed", 1, history => history.Rows.RemoveAt(0)),
        ("entry removed", 5, history => history.Rows.RemoveAt(4)),
        ("last entry removed", 11, history => history.Rows.RemoveAt(10)),
        ("all entries removed", 1, history => history.Rows.Clear()),
        ("entries swapped", 3, history => (history.Rows[2], history.Rows[3]) = (history.Rows[3], history.Rows[2])),
        ("entries swapped with their numbers", 3, history => history.Swap(3, 4)),
        ("entry doubled", 5, history => history.Rows.Insert(4, history.Rows[3])),
        ("entry added behind the last", 12, history => history.AddBehind()),
        ("entry of another callback", 4, history => history.Rows[3].Callback = history.Rows[4].Callback),
        ("head row taken away", 1, history => history.Group.Summary = null),
        ("head's sequence", 10, history => history.Head(head => head with { Head = head.Head with { Sequence = 10 } })),
        ("head's sequence beyond", 12, history => history.Head(head => head with { Head = head.Head with { Sequence = 12 } })),
        ("head's hash", 11, history => history.Head(head => head with { Head = head.Head with { Hash = default } })),
        ("head's type", 11, history => history.Head(head => head with { Type = "Public" })),
        ("head's status", 11, history => history.Head(head => head with { Status = GroupStatus.Dismissed })),
        ("head's tracking", 11, history => history.Head(head => head with { Untracked = true })),
        ("head's completeness", 11, history => history.Head(head => head with { MembershipComplete = true })),
        ("head's members", 11, history => history.Head(head => head with { MemberCount = 7 })),
        ("head's owner", 11, history => history.Head(head => head with { OwnerId = "eve" })),
        ("head's joined", 11, history => history.Head(head => head with { Joined = 7 })),
        ("head's exits", 11, history => history.Head(head => head with { Exits = head.Exits with { Left = 7 } })),
        ("head's time of receipt", 11, history => history.Head(head => head with { LastReceivedAt = Tell.Time(-1) })),
        ("snapshot's sequence", 5, history => history.Snapshot = history.Snapshot with { Head = history.Snapshot.Head with { Sequence = 5 } }),
        ("snapshot's sequence beyond", 70, history => history.Snapshot = history.Snapshot with { Head = history.Snapshot.Head with { Sequence = 70 } }),
        ("snapshot's sequence before", 0, history => history.Snapshot = history.Snapshot with { Head = history.Snapshot.Head with { Sequence = 0 } }),
        ("snapshot's hash", 8, history => history.Snapshot = history.Snapshot with { Head = history.Snapshot.Head with { Hash = default } }),
        ("snapshot of another state", 8, history => history.ForgeSnapshot()),
        ("everything behind the snapshot cut off", 8, history => history.CutOff(7)),
    ]);

    [Fact]
    public async Task Unaltered_IsValid()
    {
        var history = await StoredHistory.TellAsync(Options);

        var verification = (await history.VerifyAsync()).ShouldNotBeNull();

        verification.ShouldBe(new Verification(Valid: true, Entries: 11, history.Group.Summary!.Head.Hash));
    }

    [Fact]
    public async Task UnknownGroup_IsNull() =>
        (await new HistoryVerifier(Tell.Group, new MemoryJournal(), new MemorySnapshots(), Options)
            .VerifyAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

    [Fact]
    public async Task WithoutASnapshot_IsValid()
    {
        var history = await StoredHistory.TellAsync(Options);
        history.Snapshots[Tell.Group] = null;

        (await history.VerifyAsync())!.Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task PreviousHashBesideSomeEntries_IsValid()
    {
        var history = await StoredHistory.TellAsync(Options);
        history.Rows[0].PreviousHash = EntryHash.Zero;
        history.Rows[4].PreviousHash = history.Rows[3].Entry.Hash;

        (await history.VerifyAsync())!.Valid.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Alterations), DisableDiscoveryEnumeration = true)]
    public async Task Altered_NamesTheFirstThatDoesNotHold(string what, long sequence, Action<StoredHistory> alter)
    {
        var history = await StoredHistory.TellAsync(Options);
        alter(history);

        var verification = (await history.VerifyAsync()).ShouldNotBeNull();

        verification.Valid.ShouldBeFalse(what);
        verification.FirstBrokenSequence.ShouldBe(sequence, $"{what}: {verification.Reason}");
        verification.Reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task AnyByteOfFactsOrRequest_IsFoundAtTheCallbacksFirstEntry()
    {
        var history = await StoredHistory.TellAsync(Options);
        foreach (var callback in history.Rows.Select(row => row.Callback).Distinct())
        {
            var first = history.Rows.First(row => row.Callback == callback).Entry.Sequence;
            foreach (var bytes in new[] { callback.Facts, callback.Request })
            {
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] ^= 0x10;
                    var verification = (await history.VerifyAsync()).ShouldNotBeNull();
                    bytes[i] ^= 0x10;

                    verification.Valid.ShouldBeFalse();
                    verification.FirstBrokenSequence.ShouldBe(first);
                }
            }
        }
    }

    [Fact]
    public async Task AnyByteOfTheSnapshot_IsFound()
    {
        var history = await StoredHistory.TellAsync(Options);
        var original = history.Snapshot;
        for (var i = 0; i < original.State.Length; i++)
        {
            var bytes = original.State.ToArray();
            bytes[i] ^= 0x10;
            history.Snapshot = original with { State = bytes };

            (await history.VerifyAsync())!.Valid.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task EntriesThatCannotBeReadBack_AreNamed()
    {
        var history = await StoredHistory.TellAsync(Options);
        history.Journal.DamagedAt = 6;

        var verification = (await history.VerifyAsync()).ShouldNotBeNull();

        (verification.Valid, verification.Entries, verification.FirstBrokenSequence).ShouldBe((false, 5, 6));
    }

    [Fact]
    public async Task CallbackInParts_HalfThere_IsValid()
    {
        var history = await StoredHistory.TellAsync(Options, partsOfTheLast: 2);

        var verification = (await history.VerifyAsync()).ShouldNotBeNull();

        (verification.Reason, verification.Valid, verification.Entries).ShouldBe((null, true, 9));
    }

    [Fact]
    public async Task EntriesThatComeMeanwhile_AreNoFault()
    {
        var history = await StoredHistory.TellAsync(Options);
        var racing = new RacingJournal(history.Journal, () => history.Ledger.RecordAsync(Tell.Joined("late").Heard(900)));

        var verification = await new HistoryVerifier(Tell.Group, racing, history.Snapshots, Options)
            .VerifyAsync(TestContext.Current.CancellationToken);

        (verification!.Reason, verification.Valid, verification.Entries).ShouldBe((null, true, 11));
    }

    private static TheoryData<string, long, Action<StoredHistory>> Every((string, long, Action<StoredHistory>)[] rows)
    {
        var data = new TheoryData<string, long, Action<StoredHistory>>();
        foreach (var (what, sequence, alter) in rows)
        {
            data.Add(what, sequence, alter);
        }

        return data;
    }
}
