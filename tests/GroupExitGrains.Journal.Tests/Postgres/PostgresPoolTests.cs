using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres;

public sealed class PostgresPoolTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MoreGroupsThanConnectionsBeingLoaded_AQuestionIsAnsweredMeanwhile()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        var settings = new NpgsqlConnectionStringBuilder(schema.ConnectionString) { MaxPoolSize = 4, CommandTimeout = 60, Timeout = 60 };
        await using var journal = await PostgresJournal.OpenAsync(
            new() { ConnectionString = settings.ConnectionString }, NullLoggerFactory.Instance, TimeProvider.System, Cancellation);
        await journal.AppendAsync(new GroupStory("G001").Tell(EntryKind.Created));
        await using var locking = await schema.ConnectAsync();
        await using var held = await locking.BeginTransactionAsync(Cancellation);
        await using (var command = new NpgsqlCommand("LOCK TABLE groups IN ACCESS EXCLUSIVE MODE", locking, held))
        {
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var loads = Enumerable.Range(0, 8).Select(_ => journal.FindGroupAsync(TestLedger.Key("G001"), Cancellation)).ToList();
        await schema.UntilBlockedByAsync(locking.ProcessID, Cancellation);
        var sources = await journal.History.SourcesAsync(Cancellation);

        sources.Count.ShouldBe(1);
        loads.ShouldAllBe(load => !load.IsCompleted);
        await held.RollbackAsync(Cancellation);
        (await Task.WhenAll(loads)).ShouldAllBe(group => group != null);
    }
}
