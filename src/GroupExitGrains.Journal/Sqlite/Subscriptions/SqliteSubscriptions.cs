using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Subscriptions;

/// <summary>Subscriptions beside the history. Each change is made in one of the writer's transactions.</summary>
internal sealed class SqliteSubscriptions(SqliteWriter writer, ReadPool readers) : ISubscriptions
{
    private static readonly string[] s_tables = ["subscription_groups", "subscription_letters", "subscription_attempts"];

    public Task AddAsync(Subscription subscription, long cursor, CancellationToken cancellationToken) => writer.RunAsync(
        bytes: 1024,
        database => BindSettings(
            database.Prepared("""
                INSERT INTO subscriptions (id, name, url, filter, mode, state, state_reason, secrets, created_at, created_by, revision,
                    epoch, cursor, delivered, failed, attempts)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, ?12, 0, 0, 0)
                """),
            subscription)
            .Bind(9, subscription.CreatedAt.ToUnixTimeMilliseconds()).Bind(10, subscription.CreatedBy)
            .Bind(11, subscription.Revision).Bind(12, cursor).Run()).WaitAsync(cancellationToken);

    public Task<bool> ChangeAsync(Subscription changed, CancellationToken cancellationToken) => WriteAsync(
        database => BindSettings(
            database.Prepared("""
                UPDATE subscriptions SET name = ?2, url = ?3, filter = ?4, mode = ?5, state = ?6, state_reason = ?7, secrets = ?8,
                    revision = revision + 1, epoch = epoch + (filter <> ?4)
                WHERE id = ?1 AND revision = ?9
                """),
            changed)
            .Bind(9, changed.Revision).Run() == 1,
        cancellationToken);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        database =>
        {
            foreach (var table in s_tables)
            {
                database.Prepared($"DELETE FROM {table} WHERE subscription_id = ?1").Bind(1, id).Run();
            }

            return database.Prepared("DELETE FROM subscriptions WHERE id = ?1").Bind(1, id).Run() == 1;
        },
        cancellationToken);

    public Task<StoredSubscription?> FindAsync(string id, CancellationToken cancellationToken) => readers.ReadAsync(
        database => SubscriptionRows.All(
            database.Prepared(
                $"SELECT {SubscriptionRows.Columns}, {SubscriptionRows.ProgressColumns} FROM subscriptions WHERE id = ?1").Bind(1, id),
            SubscriptionRows.ReadStored).SingleOrDefault(),
        cancellationToken);

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<StoredSubscription>>(
            database => SubscriptionRows.All(
                database.Prepared(
                    $"SELECT {SubscriptionRows.Columns}, {SubscriptionRows.ProgressColumns} FROM subscriptions ORDER BY id"),
                SubscriptionRows.ReadStored),
            cancellationToken);

    public Task<IReadOnlyList<SubscriptionMark>> MarksAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<SubscriptionMark>>(
            database => SubscriptionRows.All(
                database.Prepared("SELECT id, state, revision FROM subscriptions ORDER BY id"),
                SubscriptionRows.ReadMark),
            cancellationToken);

    public Task<bool> RewindAsync(string id, long position, CancellationToken cancellationToken) => WriteAsync(
        database =>
        {
            var moved = database.Prepared("""
                UPDATE subscriptions SET cursor = ?2 - 1, epoch = epoch + 1, revision = revision + 1 WHERE id = ?1 AND cursor >= ?2 - 1
                """).Bind(1, id).Bind(2, position).Run() == 1;
            if (moved)
            {
                // They are come upon again on the way.
                database.Prepared("DELETE FROM subscription_groups WHERE subscription_id = ?1 AND position >= ?2")
                    .Bind(1, id).Bind(2, position).Run();
            }

            return moved;
        },
        cancellationToken);

    public async Task<int> RetryAsync(string id, DateTimeOffset failedSince, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = 0;
        await WriteAsync(
            database =>
            {
                var (at, since) = (now.ToUnixTimeMilliseconds(), failedSince.ToUnixTimeMilliseconds());
                count = database.Prepared("""
                    UPDATE subscription_letters SET at = ?2, due_at = ?2, attempts = 0
                    WHERE subscription_id = ?1 AND due_at IS NULL AND at >= ?3
                    """).Bind(1, id).Bind(2, at).Bind(3, since).Run();
                count += database.Prepared("""
                    UPDATE subscription_groups SET due_at = ?2 WHERE subscription_id = ?1 AND attempts > 0 AND first_attempt_at >= ?3
                    """).Bind(1, id).Bind(2, at).Bind(3, since).Run();
                return Touch(database, id);
            },
            cancellationToken);
        return count;
    }

    public Task<bool> RedeliverAsync(string id, DeadLetter letter, CancellationToken cancellationToken) => WriteAsync(
        database =>
        {
            if (!Touch(database, id))
            {
                return false;
            }

            SqliteDeliveries.Write(database, id, letter);
            return true;
        },
        cancellationToken);

    public Task<Page<DeliveryAttempt>> AttemptsAsync(
        string id, AttemptFilter filter, long? before, int limit, CancellationToken cancellationToken) => readers.ReadAsync(
        database => SubscriptionColumns.Page(
            SubscriptionRows.All(
                database.Prepared($"""
                    SELECT {SubscriptionRows.AttemptColumns} FROM subscription_attempts
                    WHERE subscription_id = ?1 AND number < ?2 AND (?3 IS NULL OR outcome = ?3) AND (?4 IS NULL OR position = ?4)
                    ORDER BY number DESC LIMIT ?5
                    """)
                    .Bind(1, id).Bind(2, before ?? long.MaxValue).Bind(3, (long?)filter.Outcome).Bind(4, filter.Position)
                    .Bind(5, limit + 1L),
                SubscriptionRows.ReadAttempt),
            limit,
            attempt => attempt.Number),
        cancellationToken);

    public Task<Page<DeadLetter>> DeadLettersAsync(string id, long after, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            database => SubscriptionColumns.Page(
                SubscriptionRows.All(
                    database.Prepared($"""
                        SELECT {SubscriptionRows.LetterColumns} FROM subscription_letters
                        WHERE subscription_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3
                        """).Bind(1, id).Bind(2, after).Bind(3, limit + 1L),
                    SubscriptionRows.ReadLetter),
                limit,
                letter => letter.Position),
            cancellationToken);

    public Task<IReadOnlyList<WaitingGroup>> WaitingAsync(string id, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<WaitingGroup>>(
            database => SubscriptionRows.All(
                database.Prepared($"""
                    SELECT {SubscriptionRows.GroupColumns} FROM subscription_groups
                    WHERE subscription_id = ?1 ORDER BY due_at, position LIMIT ?2
                    """).Bind(1, id).Bind(2, limit),
                SubscriptionRows.ReadGroup),
            cancellationToken);

    private static bool Touch(Database database, string id) =>
        database.Prepared("UPDATE subscriptions SET revision = revision + 1 WHERE id = ?1").Bind(1, id).Run() == 1;

    private static Statement BindSettings(Statement statement, Subscription subscription) => statement
        .Bind(1, subscription.Id).Bind(2, subscription.Name).Bind(3, subscription.Url)
        .Bind(4, SubscriptionColumns.Write(subscription.Filter)).Bind(5, (long)subscription.Mode)
        .Bind(6, (long)subscription.State).Bind(7, subscription.StateReason)
        .Bind(8, SubscriptionColumns.Write(subscription.Secrets));

    private async Task<bool> WriteAsync(Func<Database, bool> step, CancellationToken cancellationToken)
    {
        var done = false;
        await writer.RunAsync(bytes: 1024, database => done = step(database)).WaitAsync(cancellationToken);
        return done;
    }
}
