using System.Collections.Concurrent;
using System.Threading.Channels;
using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>Servers and connections that go away while callbacks come in.</summary>
public sealed class PostgresOutageTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerStoppedAndStarted_EveryCallbackIsThereOnce(bool crash)
    {
        await using var server = await PostgresFixture.StartServerAsync();
        await using var journal = await OpenAsync(server.ConnectionString);
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = new Senders(journal, afterFailure: () => back.Task);

        await senders.UntilAcknowledgedAsync(200);
        await server.StopAsync(crash);
        await server.StartAsync();
        back.SetResult();
        await senders.UntilAcknowledgedAsync(400);

        await senders.ShouldHoldEachOnceAsync();
        senders.Failures.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ConnectionKilledInTheMiddleOfABatch_EveryCallbackIsThereOnce()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var journal = await OpenAsync(schema.ConnectionString);
        var senders = new Senders(journal, afterFailure: () => Task.CompletedTask);
        await using var connection = await schema.ConnectAsync();

        for (var round = 1; round <= 5; round++)
        {
            await senders.UntilAcknowledgedAsync(50);
            await using var holding = await connection.BeginTransactionAsync(Cancellation);
            await using var hold = new NpgsqlCommand("SELECT FROM counter FOR UPDATE", connection);
            await hold.ExecuteNonQueryAsync(Cancellation);
            await schema.UntilBlockedByAsync(connection.ProcessID, Cancellation);
            (await schema.QueryAsync<bool>(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))",
                connection.ProcessID)).ShouldBe([true]);
            await holding.RollbackAsync(Cancellation);
        }

        await senders.ShouldHoldEachOnceAsync();
        senders.Failures.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task ServerAway_AppendsFailAtOnceUntilItIsTimeToAskAgain()
    {
        await using var server = await PostgresFixture.StartServerAsync();
        var time = new ManualTime();
        await using var journal = await OpenAsync(server.ConnectionString, time);
        var story = new GroupStory("G001");
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Created));
        var next = story.Tell(EntryKind.Joined, "ann");
        await server.StopAsync(crash: true);

        await Should.ThrowAsync<JournalUnavailableException>(() => journal.Journal.AppendAsync(next));
        await Should.ThrowAsync<JournalUnavailableException>(() => journal.Journal.AppendAsync(next));
        await server.StartAsync();
        var tooSoon = await Should.ThrowAsync<JournalUnavailableException>(() => journal.Journal.AppendAsync(next));
        time.Advance(TimeSpan.FromSeconds(1));

        tooSoon.Message.ShouldContain("not asked again yet");
        (await journal.Journal.AppendAsync(next)).ShouldBe(AppendOutcome.Appended);
    }

    [Fact]
    public async Task ServerAway_ReadsAndChecksSaySo()
    {
        await using var server = await PostgresFixture.StartServerAsync();
        await using var journal = await OpenAsync(server.ConnectionString);
        await server.StopAsync(crash: true);
        var key = TestLedger.Key("G001");

        await Should.ThrowAsync<JournalUnavailableException>(() => journal.History.CheckAsync(Cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(() => journal.History.PageAsync(new(), Cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(() => journal.Journal.FindGroupAsync(key, Cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(() => journal.Snapshots.LoadAsync(key, Cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(
            () => journal.Journal.ReadAsync(key, 0, withRequests: true, Cancellation).ToListAsync(Cancellation).AsTask());
        await Should.ThrowAsync<JournalUnavailableException>(() => OpenAsync(server.ConnectionString));
    }

    private static Task<PostgresJournal> OpenAsync(string connectionString, TimeProvider? time = null) =>
        PostgresJournal.OpenAsync(
            new() { ConnectionString = connectionString, MaxReconnectDelay = TimeSpan.FromMilliseconds(100) },
            NullLoggerFactory.Instance,
            time ?? TimeProvider.System,
            Cancellation);

    /// <summary>Twenty groups, each sent callbacks one after the other until it is enough.</summary>
    private sealed class Senders
    {
        private readonly string[] _groups = [.. Enumerable.Range(0, 20).Select(number => $"G{number}")];
        private readonly ConcurrentBag<string> _told = [];
        private readonly Channel<string> _acknowledged = Channel.CreateUnbounded<string>();
        private readonly IJournalStorage _journal;
        private readonly Task _sending;
        private volatile bool _enough;
        private int _failures;

        public Senders(IJournalStorage journal, Func<Task> afterFailure)
        {
            _journal = journal;
            _sending = Task.WhenAll(_groups.Select(group => Task.Run(() => SendAsync(group, afterFailure))));
        }

        public int Failures => _failures;

        /// <summary>Waits for as many more.</summary>
        public async Task UntilAcknowledgedAsync(int more)
        {
            for (var seen = 0; seen < more; seen++)
            {
                await _acknowledged.Reader.ReadAsync(Cancellation);
            }
        }

        public async Task ShouldHoldEachOnceAsync()
        {
            _enough = true;
            await _sending;
            await Feed.ShouldHoldEachOnceAsync(_journal, _groups, _told, Cancellation);
        }

        private async Task SendAsync(string group, Func<Task> afterFailure)
        {
            var ledger = new TestLedger(_journal.Journal, group);
            for (var i = 0; !_enough; i++)
            {
                var user = $"{group}-{i}";
                await ledger.AppendAsync(user, () =>
                {
                    Cancellation.ThrowIfCancellationRequested();
                    Interlocked.Increment(ref _failures);
                    return afterFailure();
                });
                _told.Add(user);
                _acknowledged.Writer.TryWrite(user);
            }
        }
    }
}
