using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Postgres.Writing;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>Several processes on one database.</summary>
public sealed class PostgresSharingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresTestStore? _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = new PostgresTestStore(await postgres.CreateSchemaAsync());

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task SameGroupsThroughTwoProcesses_LoseAndDoubleNothing()
    {
        await using var first = await _store!.OpenAsync();
        await using var second = await _store.OpenAsync();
        IJournalStorage[] processes = [first, second];
        string[] groups = ["G0", "G1", "G2", "G3", "G4"];
        var senders = groups.SelectMany(group => processes.Select((process, index) => SendAsync(
            new TestLedger(process.Journal, group), Enumerable.Range(0, 40).Select(i => $"{group}-{index}-{i}").ToList())));

        var told = (await Task.WhenAll(senders)).SelectMany(users => users).ToList();

        told.Count.ShouldBe(400);
        await Feed.ShouldHoldEachOnceAsync(first, groups, told, Cancellation);
    }

    [Fact]
    public async Task HeldTransaction_AFeedThatTailsMeanwhile_MissesNothing()
    {
        await using var journal = await _store!.OpenAsync();
        (await journal.Journal.AppendAsync(new GroupStory("before").Tell(EntryKind.Created))).ShouldBe(AppendOutcome.Appended);
        await using var source = WriterSource();
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var held = await connection.BeginTransactionAsync(Cancellation);
        using var statement = BatchStatement.Prepare(connection);
        var slow = new QueuedAppend(new GroupStory("slow").Tell(EntryKind.Joined, "ann", "bob"));
        statement.Append(AppendBatch.Plan([slow], [])).ShouldBeEmpty();

        var quick = journal.Journal.AppendAsync(new GroupStory("quick").Tell(EntryKind.Quit, "cid"));
        await _store.Schema.UntilBlockedByAsync(connection.ProcessID, Cancellation);
        var meanwhile = await Feed.ReadAsync(journal, 0, Cancellation);
        quick.IsCompleted.ShouldBeFalse();
        await held.CommitAsync(Cancellation);
        (await quick).ShouldBe(AppendOutcome.Appended);
        var afterwards = await Feed.ReadAsync(journal, meanwhile[^1].Position, Cancellation);

        meanwhile.ShouldHaveSingleItem().Position.ShouldBe(1);
        afterwards.Select(entry => (entry.Position, entry.Entry.UserId)).ShouldBe([(2, "ann"), (3, "bob"), (4, "cid")]);
    }

    [Fact]
    public async Task HeldTransaction_RolledBack_LeavesNoGap()
    {
        await using var journal = await _store!.OpenAsync();
        await using (var source = WriterSource())
        {
            await using var connection = await source.OpenConnectionAsync(Cancellation);
            await using var held = await connection.BeginTransactionAsync(Cancellation);
            using var statement = BatchStatement.Prepare(connection);
            statement.Append(AppendBatch.Plan([new(new GroupStory("lost").Tell(EntryKind.Created))], []));
            await held.RollbackAsync(Cancellation);
        }

        await journal.Journal.AppendAsync(new GroupStory("kept").Tell(EntryKind.Created));

        (await Feed.ReadAsync(journal, 0, Cancellation)).ShouldHaveSingleItem().Position.ShouldBe(1);
        (await journal.Journal.FindGroupAsync(TestLedger.Key("lost"), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Deadlock_LosingAgainstAnotherTransaction_IsTriedAgain()
    {
        await using var journal = await _store!.OpenAsync();
        GroupStory[] stories = [new("a"), new("b")];
        await Task.WhenAll(stories.Select(story => journal.Journal.AppendAsync(story.Tell(EntryKind.Created))));
        await using var source = WriterSource();
        using var writer = new WriterConnection(source, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance);
        var both = stories.Select(story => new QueuedAppend(story.Tell(EntryKind.Joined, "ann"))).ToList();
        await using var connection = await _store.Schema.ConnectAsync();
        await using var rival = await connection.BeginTransactionAsync(Cancellation);

        // The server looks for deadlocks on behalf of who has waited for a while: the journal, then, not the rival.
        await RunAsync("SET LOCAL deadlock_timeout = '1min'");
        await RunAsync("SELECT FROM groups WHERE group_id = 'b' FOR UPDATE");
        var committing = Task.Run(() => new BatchCommitter(writer, NullLogger.Instance).Commit(both), Cancellation);
        await _store.Schema.UntilBlockedByAsync(connection.ProcessID, Cancellation);
        await RunAsync("SELECT FROM groups WHERE group_id = 'a' FOR UPDATE");
        await rival.CommitAsync(Cancellation);

        await committing;
        (await Task.WhenAll(both.Select(append => append.Task))).ShouldAllBe(outcome => outcome == AppendOutcome.Appended);
        (await Feed.ReadAsync(journal, 0, Cancellation)).Count.ShouldBe(4);

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    /// <summary>Connections on which a journal may write.</summary>
    private NpgsqlDataSource WriterSource() =>
        PackedArrays.AddTo(new NpgsqlDataSourceBuilder(_store!.Schema.ConnectionString)).Build();

    private static async Task<List<string>> SendAsync(TestLedger ledger, List<string> users)
    {
        foreach (var user in users)
        {
            (await ledger.AppendAsync(user, () => Task.CompletedTask)).ShouldBeTrue();
        }

        return users;
    }
}
