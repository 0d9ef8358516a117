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
    private const int PerGroup = 60;

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

        await senders.ShouldHoldEachOnceAsync();
        senders.Failures.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ConnectionsKilled_EveryCallbackIsThereOnce()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        var name = "killed-" + Guid.NewGuid().ToString("N")[..8];
        await using var journal = await OpenAsync(
            new NpgsqlConnectionStringBuilder(schema.ConnectionString) { ApplicationName = name }.ConnectionString);
        var senders = new Senders(journal, afterFailure: () => Task.CompletedTask);

        for (var acknowledged = 100; acknowledged <= 500; acknowledged += 100)
        {
            await senders.UntilAcknowledgedAsync(acknowledged);
            var killed = await schema.QueryAsync<bool>(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", name);
            killed.ShouldNotBeEmpty();
        }

        await senders.ShouldHoldEachOnceAsync();
        senders.Failures.ShouldBeGreaterThan(0);
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

    /// <summary>Twenty groups, each sent its callbacks one after the other.</summary>
    private sealed class Senders
    {
        private readonly string[] _groups = [.. Enumerable.Range(0, 20).Select(number => $"G{number}")];
        private readonly ConcurrentBag<string> _told = [];
        private readonly Channel<string> _acknowledged = Channel.CreateUnbounded<string>();
        private readonly IJournalStorage _journal;
        private readonly Task _sending;
        private int _seen;
        private int _failures;

        public Senders(IJournalStorage journal, Func<Task> afterFailure)
        {
            _journal = journal;
            _sending = Task.WhenAll(_groups.Select(group => Task.Run(() => SendAsync(group, afterFailure))));
        }

        public int Failures => _failures;

        public async Task UntilAcknowledgedAsync(int count)
        {
            for (; _seen < count; _seen++)
            {
                await _acknowledged.Reader.ReadAsync(Cancellation);
            }
        }

        public async Task ShouldHoldEachOnceAsync()
        {
            await _sending;
            _told.Count.ShouldBe(_groups.Length * PerGroup);
            await Feed.ShouldHoldEachOnceAsync(_journal, _groups, _told, Cancellation);
        }

        private async Task SendAsync(string group, Func<Task> afterFailure)
        {
            var ledger = new TestLedger(_journal.Journal, group);
            for (var i = 0; i < PerGroup; i++)
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
