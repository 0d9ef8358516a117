using System.Collections.Concurrent;
using System.Globalization;
using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Journal.Tests.Sqlite;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Spool;

/// <summary>The spool on a real disk, before real ledgers on a real journal.</summary>
public sealed class SpoolOverSqliteTests : IAsyncLifetime
{
    private const int Senders = 16;
    private readonly SqliteStore _store = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("groupexit-spool-");
    private readonly ConcurrentDictionary<string, ConcurrentQueue<CallbackId>> _accepted = new(StringComparer.Ordinal);
    private readonly CapturedLog<SpoolingGroups> _log = new();
    private int _pending;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CallbackSpoolOptions Options => new()
    {
        Folder = Path.Combine(_directory.FullName, "data", "spool"),
        Deadline = TimeSpan.FromMilliseconds(100),
        AcceptWithin = TimeSpan.FromMinutes(1),
        ProbeInterval = TimeSpan.FromMilliseconds(20),
        SegmentBytes = 64 * 1024,
        MaxBytes = 64 * 1024 * 1024,
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task AnotherProcessLocksTheDatabase_NobodySeesAFailureAndEachIsThereOnceInOrder()
    {
        await using var journal = await OpenJournalAsync();
        await using var process = new Process(journal.Journal, journal, Options, _log);
        process.Groups.Start();
        using var stop = new CancellationTokenSource();
        var senders = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => SendAsync(process.Groups, sender, stop.Token)));

        await WhenAcceptedAsync(pending: false, 200);
        await using (var other = await LockAsync())
        {
            await WhenAcceptedAsync(pending: true, 300);
        }

        await process.Spool.Index.WhenEmpty().WaitAsync(Cancellation);
        await WhenAcceptedAsync(pending: false, AcceptedCount + 200);
        await stop.CancelAsync();
        await senders;
        await process.Spool.Index.WhenEmpty().WaitAsync(Cancellation);

        await ShouldHoldEachOnceInOrderAsync(journal, process.Inner);
    }

    [Fact(Timeout = 60_000)]
    public async Task TheProcessEndsInTheMiddleOfTheOutage_TheNextOneRecordsWhatItAccepted()
    {
        await using var journal = await OpenJournalAsync();
        await using (var other = await LockAsync())
        {
            await using var first = new Process(journal.Journal, journal, Options, _log);
            first.Groups.Start();
            using var stop = new CancellationTokenSource();
            var senders = Task.WhenAll(
                Enumerable.Range(0, Senders).Select(sender => SendAsync(first.Groups, sender, stop.Token)));
            await WhenAcceptedAsync(pending: true, 200);
            await stop.CancelAsync();
            await senders;
        }

        await using var second = new Process(journal.Journal, journal, Options, _log);
        second.Groups.Start();
        await second.Spool.Index.WhenEmpty().WaitAsync(Cancellation);

        await ShouldHoldEachOnceInOrderAsync(journal, second.Inner);
    }

    [Fact(Timeout = 60_000)]
    public async Task RepliesAreLostAgainAndAgain_EachIsThereOnceInOrder()
    {
        await using var journal = await OpenJournalAsync();
        var flaky = new ForgetfulJournal(journal.Journal, every: 3);
        await using var process = new Process(flaky, journal, Options, _log);
        process.Groups.Start();
        using var stop = new CancellationTokenSource();
        var senders = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => SendAsync(process.Groups, sender, stop.Token)));
        await WhenAcceptedAsync(pending: false, 1000);
        await stop.CancelAsync();
        await senders;
        await process.Spool.Index.WhenEmpty().WaitAsync(Cancellation);

        flaky.Forgotten.ShouldBeGreaterThan(20);
        await ShouldHoldEachOnceInOrderAsync(journal, process.Inner);
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_AFolderInUse_SaysSo()
    {
        await using var spool = CallbackSpool.Open(Options, TimeProvider.System, NullLogger<CallbackSpool>.Instance);

        Should.Throw<IOException>(() => CallbackSpool.Open(Options, TimeProvider.System, NullLogger<CallbackSpool>.Instance))
            .Message.ShouldBe($"The spool's folder {Options.Folder} is in use by another process.");
    }

    [Fact]
    public void Open_AnOptionThatCannotWork_NamesIt() =>
        Should.Throw<ArgumentException>(() => CallbackSpool.Open(
            Options with { SegmentBytes = 1 }, TimeProvider.System, NullLogger<CallbackSpool>.Instance))
            .ParamName.ShouldBe("SegmentBytes");

    private int AcceptedCount => _accepted.Values.Sum(group => group.Count);

    private Task<SqliteJournal> OpenJournalAsync() => SqliteStore.OpenAsync(new SqliteJournalOptions
    {
        ConnectionString = _store.ConnectionString,
        BusyTimeout = TimeSpan.FromMilliseconds(50),
    });

    /// <summary>Sends to a group of its own and to one that all share; the next one when the last is answered.</summary>
    private async Task SendAsync(SpoolingGroups groups, int sender, CancellationToken stop)
    {
        for (var user = 0; !stop.IsCancellationRequested; user++)
        {
            var callback = Exits.Quit(
                TimeProvider.System.GetUtcNow().WholeMilliseconds(),
                user % 5 == 0 ? "shared" : $"G{sender}",
                (sender * 1_000_000) + user);
            var receipt = await groups.RecordAsync(callback, CancellationToken.None);
            receipt.CallbackId.ShouldBe(callback.Id);
            if (receipt.State == CallbackState.Pending)
            {
                Interlocked.Increment(ref _pending);
            }

            _accepted.GetOrAdd(callback.Change.GroupId, _ => new()).Enqueue(callback.Id);
        }
    }

    private async Task WhenAcceptedAsync(bool pending, int count)
    {
        while ((pending ? Volatile.Read(ref _pending) : AcceptedCount) < count)
        {
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<IAsyncDisposable> LockAsync()
    {
        var connection = new SqliteConnection(_store.ConnectionString + ";Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        while (true)
        {
            try
            {
                await command.ExecuteNonQueryAsync(Cancellation);
                return connection;
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
            {
                // The journal is in the middle of a commit.
            }
        }
    }

    private async Task ShouldHoldEachOnceInOrderAsync(SqliteJournal journal, LocalGroups ledgers)
    {
        foreach (var (groupId, accepted) in _accepted)
        {
            var group = new GroupKey("openim", groupId);
            var stored = new List<string>();
            await foreach (var entry in journal.Journal.ReadAsync(group, 0, withRequests: false, Cancellation))
            {
                stored.Add(entry.Entry.UserId!);
            }

            stored.ShouldBeUnique();
            stored.Count.ShouldBe(accepted.Count);
            (await ledgers.VerifyAsync(group, Cancellation)).ShouldNotBeNull().Valid.ShouldBeTrue();

            // In the shared group each sender's callbacks are in the order in which that sender sent them.
            foreach (var sender in stored.Select(Number).GroupBy(user => user / 1_000_000))
            {
                sender.ToList().ShouldBe(sender.Order().ToList());
            }
        }
    }

    private static int Number(string userId) => int.Parse(userId.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>A process: ledgers, and the spool before them.</summary>
    private sealed class Process : IAsyncDisposable
    {
        public Process(IJournal journal, SqliteJournal storage, CallbackSpoolOptions options, CapturedLog<SpoolingGroups> log)
        {
            Inner = new LocalGroups(
                journal,
                storage.Snapshots,
                storage.History,
                new LedgerOptions(),
                new LocalGroupsOptions(),
                TimeProvider.System,
                NullLogger<GroupLedger>.Instance);
            Spool = CallbackSpool.Open(options, TimeProvider.System, NullLogger<CallbackSpool>.Instance);
            Groups = new SpoolingGroups(Inner, Spool, log);
        }

        public LocalGroups Inner { get; }

        public CallbackSpool Spool { get; }

        public SpoolingGroups Groups { get; }

        public async ValueTask DisposeAsync()
        {
            await Groups.DisposeAsync();
            await Spool.DisposeAsync();
            await Inner.DisposeAsync();
        }
    }

    /// <summary>A journal whose answer is lost now and then, after it has appended.</summary>
    private sealed class ForgetfulJournal(IJournal inner, int every) : IJournal
    {
        private int _appends;
        private int _forgotten;

        public int Forgotten => _forgotten;

        public async Task<AppendOutcome> AppendAsync(Append append)
        {
            var outcome = await inner.AppendAsync(append);
            if (Interlocked.Increment(ref _appends) % every != 0)
            {
                return outcome;
            }

            Interlocked.Increment(ref _forgotten);
            throw new JournalUnavailableException("The answer was lost.");
        }

        public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
            inner.FindGroupAsync(group, cancellationToken);

        public IAsyncEnumerable<StoredEntry> ReadAsync(
            GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken) =>
            inner.ReadAsync(group, afterSequence, withRequests, cancellationToken);

        public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
            inner.FindCallbackAsync(id, cancellationToken);

        public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
            inner.PendingGroupsAsync(cancellationToken);
    }
}
