using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Membership.Tests.Properties;

/// <summary>
/// What holds of the ledger whatever the journal does: appends are refused, fail before or after they are written, chunks
/// break off, ledgers are dropped and loaded again; whoever is told of a failure offers the same callback again.
/// </summary>
public sealed class LedgerProperties
{
    private static readonly LedgerOptions Options = new()
    {
        LargestWholeCallback = 2,
        ChunkSize = 1,
        SnapshotInterval = 3,
    };

    private readonly MemoryJournal _journal = new();
    private readonly MemorySnapshots _snapshots = new();
    private readonly Dictionary<GroupKey, GroupLedger> _ledgers = [];
    private ProcessJournal _process;

    [Fact]
    public void OfferedOneByOne_EachCallbackIsThereOnce() => Holds(async (test, story, random) =>
    {
        test._journal.FateOf = _ => AnyFate(random);
        foreach (var callback in story.Callbacks)
        {
            await test.OfferAsync(callback);
            if (random.Next(8) == 0)
            {
                test.Restart();
            }
        }

        await test.ShouldHoldAsync(story);
    });

    [Fact]
    public void OfferedAllAtOnce_EachCallbackIsThereOnce() => Holds(async (test, story, random) =>
    {
        test._journal.FateOf = _ => AnyFate(random);

        await Task.WhenAll(story.Callbacks.Select(test.OfferAsync));

        await test.ShouldHoldAsync(story);
    });

    [Fact]
    public void FromTwoProcesses_EachCallbackIsThereOnce() => Holds(async (test, story, random) =>
    {
        var other = new LedgerProperties(test._journal, test._snapshots);
        test._journal.FateOf = _ => AnyFate(random);

        await Task.WhenAll(story.Callbacks.Select((callback, i) => (i % 2 == 0 ? test : other).OfferAsync(callback)));

        await test.ShouldHoldAsync(story, alone: false);
    });

    public LedgerProperties() => _process = new ProcessJournal(_journal);

    private LedgerProperties(MemoryJournal journal, MemorySnapshots snapshots) =>
        (_journal, _snapshots, _process) = (journal, snapshots, new ProcessJournal(journal));

    private static Fate AnyFate(Random random)
    {
        // Appends of several groups come from several threads.
        lock (random)
        {
            return random.Next(12) switch
            {
                0 => Fate.Refused,
                1 => Fate.FailedBeforeWriting,
                2 => Fate.FailedAfterWriting,
                3 => Fate.Broken,
                _ => Fate.Committed,
            };
        }
    }

    private static void Holds(Func<LedgerProperties, Story, Random, Task> property)
    {
        var seeds = Gen.Choose(0, int.MaxValue);
        var told = Arb.From(
            from story in Story.Any from seed in seeds select (story, seed),
            told => told.story.Smaller().Select(smaller => (smaller, told.seed)));
        Prop.ForAll(told, told => property(new LedgerProperties(), told.story, new Random(told.seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithQuietOnSuccess(true));
    }

    private void Restart()
    {
        _process.Kill();
        _process = new ProcessJournal(_journal);
        _ledgers.Clear();
    }

    private async Task OfferAsync(Callback callback)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var receipt = await LedgerOf(callback.Group).RecordAsync(callback);
                receipt.CallbackId.ShouldBe(callback.Id);
                _journal.Knows(callback.Id).ShouldBeTrue();
                return;
            }
            catch (Exception exception) when (exception is JournalUnavailableException or InvalidOperationException)
            {
                attempt.ShouldBeLessThan(500);
            }
        }
    }

    private GroupLedger LedgerOf(GroupKey group)
    {
        lock (_ledgers)
        {
            return _ledgers.TryGetValue(group, out var ledger) ? ledger : _ledgers[group] = NewLedger(group);
        }
    }

    private GroupLedger NewLedger(GroupKey group) => new(group, _process, _snapshots, Options, NullLogger.Instance);

    private async Task ShouldHoldAsync(Story story, bool alone = true)
    {
        _journal.FateOf = _ => Fate.Committed;
        foreach (var group in story.Callbacks.Select(callback => callback.Group).Distinct())
        {
            var callbacks = story.Callbacks.Where(callback => callback.Group == group).ToList();
            await FinishAsync(alone ? LedgerOf(group) : NewLedger(group), callbacks);

            var verification = (await NewLedger(group).VerifyAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
            verification.Reason.ShouldBeNull();
            _journal.Callbacks.Where(stored => stored.Group == group).Select(stored => stored.Id)
                .ShouldBe(callbacks.Select(callback => callback.Id), ignoreOrder: true);
            var rows = _journal[group].Rows;
            rows.Select(row => row.Entry.Sequence).ShouldBe(Enumerable.Range(1, rows.Count).Select(n => (long)n));
            EntriesOfEachCallbackFollowEachOther(rows);
            await ShouldReadWhatTheEntriesSayAsync(group, rows, alone);
        }
    }

    private async Task FinishAsync(GroupLedger ledger, List<Callback> callbacks)
    {
        // What broke off goes on when somebody next asks for the group.
        while (callbacks.Exists(callback => _journal[callback.Id].State == CallbackState.Pending))
        {
            await ledger.LoadAsync();
            await Task.Yield();
        }
    }

    private static void EntriesOfEachCallbackFollowEachOther(List<StoredRow> rows)
    {
        var callbacks = new List<StoredRequest>();
        foreach (var row in rows.Where(row => callbacks.LastOrDefault() != row.Callback))
        {
            callbacks.ShouldNotContain(row.Callback);
            callbacks.Add(row.Callback);
        }
    }

    private async Task ShouldReadWhatTheEntriesSayAsync(GroupKey group, List<StoredRow> rows, bool alone)
    {
        var replayed = new GroupState(group, Options);
        foreach (var row in rows)
        {
            replayed.Apply(row.Entry, CallbackFactsCodec.Decode(row.Callback.Facts));
        }

        // Another process that went on with the group is not heard of before this one writes again.
        GroupLedger[] ledgers = alone ? [NewLedger(group), LedgerOf(group)] : [NewLedger(group)];
        foreach (var ledger in ledgers)
        {
            var summary = (await ledger.FindAsync()).ShouldNotBeNull();
            summary.ShouldBe(
                replayed.Summary(summary.LastReceivedAt) with { Duplicates = _journal[group].Summary!.Duplicates });
            (await ledger.MembersAsync(after: null, 100))!.Items.Select(member => member.UserId).ShouldBe(
                replayed.Users.Members().Select(member => member.UserId).Order(StringComparer.Ordinal));
        }
    }
}
