using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>Changes of a subscription that come while one who delivers is writing down what has come of it.</summary>
public sealed class PostgresSubscriptionLocksTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Id = "0001";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private PostgresTestStore? _store;
    private IJournalStorage? _journal;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ISubscriptions Subscriptions => _journal!.Subscriptions;

    public async ValueTask InitializeAsync()
    {
        _store = new PostgresTestStore(await postgres.CreateSchemaAsync());
        _journal = await _store.OpenAsync();
        await AddAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task RewindAsync_WhileAGroupIsWrittenDown_ForgetsItToo()
    {
        (await WhileSavingAsync(() => Subscriptions.RewindAsync(Id, 10, Cancellation))).ShouldBeTrue();

        (await Subscriptions.WaitingAsync(Id, 10, Cancellation)).ShouldBeEmpty();
        (await Subscriptions.FindAsync(Id, Cancellation))!.Progress.Cursor.ShouldBe(9);
    }

    [Fact]
    public async Task RetryAsync_WhileALetterIsWrittenDown_MakesItDueToo()
    {
        (await WhileSavingAsync(() => Subscriptions.RetryAsync(Id, Noon, Noon.AddMinutes(1), Cancellation))).ShouldBe(2);

        var letters = await _journal!.Deliveries.DueLettersAsync(Id, 10, Cancellation);
        letters.ShouldHaveSingleItem().DueAt.ShouldBe(Noon.AddMinutes(1));
    }

    [Fact]
    public async Task RemoveAsync_WhileSomethingIsWrittenDown_LeavesNothing()
    {
        (await WhileSavingAsync(() => Subscriptions.RemoveAsync(Id, Cancellation))).ShouldBeTrue();

        await AddAsync();
        (await Subscriptions.WaitingAsync(Id, 10, Cancellation)).ShouldBeEmpty();
        (await Subscriptions.DeadLettersAsync(Id, 0, 10, Cancellation)).Items.ShouldBeEmpty();
    }

    private Task AddAsync() => Subscriptions.AddAsync(
        new Subscription { Id = Id, Name = "a", Url = "https://a/", Secrets = [], CreatedAt = Noon, CreatedBy = "ada" }, 15, Cancellation);

    /// <summary>Writes as one who delivers does: the subscription's row, and what belongs to it when the change already waits.</summary>
    private async Task<T> WhileSavingAsync<T>(Func<Task<T>> change)
    {
        await using var connection = await _store!.Schema.ConnectAsync();
        await using var save = await connection.BeginTransactionAsync(Cancellation);
        await RunAsync(connection, $"UPDATE subscriptions SET cursor = 20 WHERE id = '{Id}'");
        var changed = change();
        await _store.Schema.UntilBlockedByAsync(connection.ProcessID, Cancellation);
        await RunAsync(
            connection,
            $"""
             INSERT INTO subscription_groups (subscription_id, source, group_id, sequence, position, attempts, first_attempt_at, due_at)
             VALUES ('{Id}', 'openim', 'g', 3, 12, 1, {Noon.ToUnixTimeMilliseconds()}, 0);
             INSERT INTO subscription_letters (subscription_id, position, event_id, source, group_id, sequence, kind, at, attempts)
             VALUES ('{Id}', 11, 'e', 'openim', 'g', 2, 1, {Noon.ToUnixTimeMilliseconds()}, 10)
             """);
        await save.CommitAsync(Cancellation);
        return await changed;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
