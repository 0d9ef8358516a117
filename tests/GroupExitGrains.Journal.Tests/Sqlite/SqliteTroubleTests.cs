using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>A file that cannot be written for a while.</summary>
public sealed class SqliteTroubleTests : IAsyncLifetime
{
    private readonly SqliteStore _store = new();
    private readonly GroupStory _story = new("G001");
    private SqliteJournal? _storage;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SqliteJournal Storage => _storage!;

    public async ValueTask InitializeAsync() => _storage = await SqliteStore.OpenAsync(new()
    {
        ConnectionString = _store.ConnectionString,
        BusyTimeout = TimeSpan.FromMilliseconds(20),
        MaxReaders = 2,
    });

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task AppendAsync_FileLockedByAnotherProcess_IsUnavailableUntilItLetsGo()
    {
        var appends = new[] { _story.Tell(EntryKind.Joined, "ann"), _story.Tell(EntryKind.Quit, "ann") };
        using (var other = _store.Connect())
        {
            using var transaction = other.BeginTransaction(deferred: false);

            var inFlight = appends.Select(Storage.Journal.AppendAsync).ToList();
            foreach (var append in inFlight)
            {
                (await Should.ThrowAsync<JournalUnavailableException>(() => append)).Message.ShouldContain("locked");
            }

            await Should.ThrowAsync<JournalUnavailableException>(() => Storage.History.CheckAsync(Cancellation));
            (await Storage.Journal.FindGroupAsync(_story.Key, Cancellation)).ShouldBeNull();
        }

        await Storage.History.CheckAsync(Cancellation);
        foreach (var append in appends)
        {
            (await Storage.Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Appended);
        }
    }

    [Fact]
    public async Task AddAsync_FileLockedAndNobodyWaitsAnyMore_HoldsNoMoreThanSoManyBytes()
    {
        await using var storage = await SqliteStore.OpenAsync(
            new() { ConnectionString = _store.ConnectionString, BusyTimeout = TimeSpan.FromMinutes(1) });
        var body = new byte[8 * 1024 * 1024];
        Rejection Refused(int second) => new(
            CallbackId.New(DateTimeOffset.UnixEpoch.AddSeconds(second)), "openim", DateTimeOffset.UnixEpoch, "wrong-secret", "",
            Command: null, RemoteIp: null, new RawRequest("", [], body));
        var given = new CancellationToken(canceled: true);
        using (var other = _store.Connect())
        {
            using var transaction = other.BeginTransaction(deferred: false);

            // Whoever sent it has long been answered.
            for (var second = 0; second < 3; second++)
            {
                await Should.ThrowAsync<OperationCanceledException>(() => storage.Rejections.AddAsync(Refused(second), given));
            }

            await Should.ThrowAsync<JournalUnavailableException>(async () => await storage.Rejections.AddAsync(Refused(3), given));
        }

        await storage.Rejections.AddAsync(Refused(4) with { Request = new RawRequest("", [], default) }, Cancellation);
        (await storage.Rejections.CountsAsync(Cancellation)).ShouldHaveSingleItem().Count.ShouldBe(4);
        await storage.Rejections.AddAsync(Refused(5), Cancellation);
    }

    [Fact]
    public async Task AppendAsync_WholeTransactionFails_FailsAllOfItAndGoesOnOverANewConnection()
    {
        var append = _story.Tell(EntryKind.Joined, "ann");
        _store.Execute("ALTER TABLE source_totals RENAME TO elsewhere");

        await Should.ThrowAsync<JournalUnavailableException>(() => Storage.Journal.AppendAsync(append));
        await Should.ThrowAsync<JournalUnavailableException>(() => Storage.Journal.AppendAsync(append));
        (await Storage.Journal.FindGroupAsync(_story.Key, Cancellation)).ShouldBeNull();
        _store.Execute("ALTER TABLE elsewhere RENAME TO source_totals");

        (await Storage.Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Appended);
        (await Storage.Journal.AppendAsync(_story.Tell(EntryKind.Quit, "ann"))).ShouldBe(AppendOutcome.Appended);
        (await ChainWalk.FirstBrokenAsync(Storage.Journal, _story.Key, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task PageAsync_MoreAtOnceThanReaders_AllAreAnswered()
    {
        await Storage.Journal.AppendAsync(_story.Tell(EntryKind.Joined, "ann"));

        var pages = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Storage.History.PageAsync(new(), Cancellation)));

        pages.ShouldAllBe(page => page.Items.Count == 1);
    }

    [Fact]
    public async Task PageAsync_CancelledBeforeAndMeanwhile_EndsAndLeavesTheOthersAlone()
    {
        await Storage.Journal.AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        await Should.ThrowAsync<OperationCanceledException>(
            () => Storage.History.PageAsync(new(), new CancellationToken(canceled: true)));

        for (var round = 0; round < 50; round++)
        {
            using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var cancelled = Storage.History.PageAsync(new(), cancelling.Token);
            var other = Storage.History.PageAsync(new(), Cancellation);
            await cancelling.CancelAsync();

            (await other).Items.Count.ShouldBe(1);
            await cancelled.ContinueWith(
                task => (task.IsCanceled || task.Result.Items.Count == 1).ShouldBeTrue(),
                Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    [Fact]
    public async Task AppendAsync_VeryManyEntries_MovesTheLogIntoTheFile()
    {
        var users = Enumerable.Range(0, 2000).Select(number => $"user{number}").ToArray();
        var before = new FileInfo(_store.Path).Length;

        // It is copied behind the writer's back, so it is not said after which append that has happened.
        for (var i = 0; i < 100 && new FileInfo(_store.Path).Length == before; i++)
        {
            (await Storage.Journal.AppendAsync(_story.Tell(EntryKind.Joined, users))).ShouldBe(AppendOutcome.Appended);
        }

        new FileInfo(_store.Path).Length.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task DisposeAsync_LastOneOut_LeavesOneFile()
    {
        await Storage.Journal.AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        await Storage.History.PageAsync(new(), Cancellation);

        await Storage.DisposeAsync();

        Directory.GetFiles(Path.GetDirectoryName(_store.Path)!).ShouldBe([_store.Path]);
        await Should.ThrowAsync<JournalUnavailableException>(() => Storage.History.PageAsync(new(), Cancellation));
    }
}
