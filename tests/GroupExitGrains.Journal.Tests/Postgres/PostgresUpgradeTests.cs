using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Opening;
using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Postgres.Writing;
using GroupExitGrains.Journal.Schema;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>A journal of the release before, brought to this one while that goes on appending with its prepared statement.</summary>
public sealed class PostgresUpgradeTests(PostgresFixture postgres) : IAsyncLifetime
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
    public async Task OlderRelease_BesideThisOne_AppendsOn()
    {
        await MigrateToSixAsync();
        await using var source = PackedArrays.AddTo(new NpgsqlDataSourceBuilder(_store!.Schema.ConnectionString)).Build();
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        using var statement = BatchStatement.Prepare(connection);
        var story = new GroupStory("G001");
        statement.Append(Batch(story.Tell(EntryKind.Joined, "a", "b", "c"))).ShouldBeEmpty();

        await using var journal = await _store.OpenAsync();
        (await CountAsync()).ShouldBe(0);
        statement.Append(Batch(story.Tell(EntryKind.Quit, "a"))).ShouldBeEmpty();
        (await journal.Journal.AppendAsync(story.Tell(EntryKind.Quit, "b"))).ShouldBe(AppendOutcome.Appended);

        (await ChainWalk.FirstBrokenAsync(journal.Journal, story.Key, Cancellation)).ShouldBeNull();
        (await CountAsync()).ShouldBe(2);
        foreach (var query in (AuditQuery[])[new(), new() { Source = "openim", GroupId = "G001" }])
        {
            var page = await journal.History.PageAsync(query with { Ascending = true, Limit = 50 }, Cancellation);
            page.Items.Select(entry => entry.PreviousHash)
                .ShouldBe([EntryHash.Zero, .. page.Items.Take(4).Select(entry => entry.Entry.Hash)]);
        }
    }

    [Fact]
    public async Task Migration_WhileADumpHoldsTheTable_GivesUpAndIsMadeLater()
    {
        await MigrateToSixAsync();
        await using var source = PackedArrays.AddTo(new NpgsqlDataSourceBuilder(_store!.Schema.ConnectionString)).Build();
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        using var statement = BatchStatement.Prepare(connection);
        var story = new GroupStory("G001");
        await using (var dump = await _store.Schema.ConnectAsync())
        {
            await using var held = await dump.BeginTransactionAsync(Cancellation);
            await using (var lockTable = new NpgsqlCommand("LOCK TABLE entries IN ACCESS SHARE MODE", dump))
            {
                await lockTable.ExecuteNonQueryAsync(Cancellation);
            }

            var fault = await Should.ThrowAsync<JournalUnavailableException>(() => _store.OpenAsync());

            fault.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
            OpeningFault.MayPass(fault).ShouldBeTrue();
            statement.Append(Batch(story.Tell(EntryKind.Joined, "a"))).ShouldBeEmpty();
        }

        await using var journal = await _store.OpenAsync();
        (await journal.Journal.AppendAsync(story.Tell(EntryKind.Quit, "a"))).ShouldBe(AppendOutcome.Appended);
        (await ChainWalk.FirstBrokenAsync(journal.Journal, story.Key, Cancellation)).ShouldBeNull();
        (await CountAsync()).ShouldBe(1);
    }

    private static AppendBatch Batch(Append append) => AppendBatch.Plan([new QueuedAppend(append)], []);

    /// <summary>To the schema without the hash of the entry before.</summary>
    private async Task MigrateToSixAsync()
    {
        await using var connection = await _store!.Schema.ConnectAsync();
        var schema = new NpgsqlConnectionStringBuilder(_store.Schema.ConnectionString).SearchPath;
        await SchemaMigration.ApplyAsync(connection, schema, [.. Migration.ReadAll("Postgres").Take(6)], Cancellation);
    }

    /// <summary>Entries with the hash of the one before.</summary>
    private async Task<int> CountAsync() => (await _store!.Schema.QueryAsync<int>(
        "SELECT count(*)::integer FROM entries WHERE previous_hash IS NOT NULL")).ShouldHaveSingleItem();
}
