using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Membership.Tests.Chain;

/// <summary>
/// Eleven entries: created with ann and bob, bob quits, cid is kicked, an import of dan and ann, a snapshot, then a callback
/// in parts that makes three entries.
/// </summary>
public sealed class StoredHistory
{
    private readonly LedgerOptions _options;

    private StoredHistory(LedgerOptions options)
    {
        _options = options;
        Ledger = new GroupLedger(Tell.Group, Journal, Snapshots, options, NullLogger.Instance);
    }

    internal MemoryJournal Journal { get; } = new();

    internal MemorySnapshots Snapshots { get; } = new();

    internal GroupLedger Ledger { get; private set; }

    internal StoredGroup Group => Journal[Tell.Group];

    internal List<StoredRow> Rows => Group.Rows;

    internal Snapshot Snapshot
    {
        get => Snapshots[Tell.Group]!;
        set => Snapshots[Tell.Group] = value;
    }

    internal static async Task<StoredHistory> TellAsync(LedgerOptions options, int partsOfTheLast = int.MaxValue)
    {
        var history = new StoredHistory(options);
        await history.Ledger.RecordAsync(Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob")).At(0));
        await history.Ledger.RecordAsync(Tell.Quit("bob").At(10));
        await history.Ledger.RecordAsync(Tell.Kicked("cid").At(20).Changed(change => change with { Reason = "spam" }));
        await history.Ledger.RecordAsync(
            Tell.Imported(Tell.User("dan", since: Tell.Time(-50)), Tell.User("ann"), Tell.User("eve")).At(30));
        await history.Ledger.CloseAsync();
        history.Snapshot.Head.Sequence.ShouldBe(8);
        history.Ledger = new GroupLedger(
            Tell.Group, history.Journal, history.Snapshots, options with { LargestWholeCallback = 2, ChunkSize = 1 },
            NullLogger.Instance);
        var last = Tell.Kicked("dan", "zoe", "eve").At(40);
        history.Journal.Holding = true;
        var recording = history.Ledger.RecordAsync(last);
        for (var part = 0; part < Math.Min(partsOfTheLast, 4); part++)
        {
            await history.Journal.WaitingAsync(1);
            history.Journal.Commit();
        }

        await recording;
        history.Journal.Holding = false;
        if (partsOfTheLast == int.MaxValue)
        {
            await history.Ledger.RecordAsync(last.Again(41));
        }

        return history;
    }

    internal Task<Verification?> VerifyAsync() =>
        new HistoryVerifier(Tell.Group, Journal, Snapshots, _options).VerifyAsync(TestContext.Current.CancellationToken);

    internal void Alter(int sequence, Func<LedgerEntry, LedgerEntry> alter) =>
        Rows[sequence - 1].Entry = alter(Rows[sequence - 1].Entry);

    internal void Head(Func<GroupSummary, GroupSummary> alter) => Group.Summary = alter(Group.Summary!);

    internal void Swap(int one, int another)
    {
        var (first, second) = (Rows[one - 1], Rows[another - 1]);
        (first.Entry, second.Entry) =
            (second.Entry with { Sequence = one }, first.Entry with { Sequence = another });
        (first.Callback, second.Callback) = (second.Callback, first.Callback);
    }

    internal void AddBehind()
    {
        var last = Rows[^1];
        var entry = last.Entry with { Sequence = last.Entry.Sequence + 1, UserId = "mal" };
        var hash = EntryChain.Hash(last.Entry.Hash, EntryChain.Digest(last.Callback.Facts), entry);
        Rows.Add(new StoredRow
        {
            Position = last.Position + 1,
            Entry = entry with { Hash = hash },
            Callback = last.Callback,
        });
    }

    /// <summary>A snapshot that agrees with itself and stands at the right entry, in which somebody is a member who is not.</summary>
    internal void ForgeSnapshot()
    {
        var state = GroupStateCodec.Decode(Snapshot.State.Span, Tell.Group, _options)!;
        var facts = CallbackFactsCodec.Decode(Rows[^1].Callback.Facts);
        state.Apply(
            new LedgerEntry(9, EntryKind.Joined, "mal", GroupRole.Unknown, WasMember: false, EntryEffect.Applied, null, default),
            facts);
        state.Head = Snapshot.Head;
        Snapshot = Snapshot with { State = GroupStateCodec.Encode(state) };
    }

    /// <summary>Whoever can write every table makes the history end earlier, but does not think of the snapshot.</summary>
    internal void CutOff(int count)
    {
        Rows.RemoveRange(count, Rows.Count - count);
        var replayed = new GroupState(Tell.Group, _options);
        foreach (var row in Rows)
        {
            replayed.Apply(row.Entry, CallbackFactsCodec.Decode(row.Callback.Facts));
        }

        Group.Summary = replayed.Summary(Tell.Time(40));
    }
}
