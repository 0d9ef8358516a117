using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Subscriptions;

/// <summary>
/// Subscriptions beside the history. Each change is one transaction, which first writes the subscription's row, as those that
/// deliver do: what the statements after it see has all that was committed by whoever held the row before.
/// </summary>
internal sealed class PostgresSubscriptions(Reads reads, NpgsqlDataSource source) : ISubscriptions
{
    private const string AddSql =
        """
        INSERT INTO subscriptions (id, name, url, filter, mode, state, state_reason, secrets, revision, created_at, created_by,
            epoch, cursor, delivered, failed, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, 0, 0, 0)
        """;

    private const string ChangeSql =
        """
        UPDATE subscriptions SET name = $2, url = $3, filter = $4, mode = $5, state = $6, state_reason = $7, secrets = $8,
            revision = revision + 1, epoch = epoch + (filter <> $4)::integer
        WHERE id = $1 AND revision = $9 RETURNING 1
        """;

    private const string RemoveSql = "DELETE FROM subscriptions WHERE id = $1";

    private static readonly string[] s_removeRest =
    [
        "DELETE FROM subscription_groups WHERE subscription_id = $1",
        "DELETE FROM subscription_letters WHERE subscription_id = $1",
        "DELETE FROM subscription_attempts WHERE subscription_id = $1",
    ];

    private const string ListSql =
        $"SELECT {SubscriptionRows.Columns}, {SubscriptionRows.ProgressColumns} FROM subscriptions";

    private const string RewindSql =
        """
        UPDATE subscriptions SET cursor = $2 - 1, epoch = epoch + 1, revision = revision + 1
        WHERE id = $1 AND cursor >= $2 - 1
        """;

    private const string RewindGroupsSql = "DELETE FROM subscription_groups WHERE subscription_id = $1 AND position >= $2";

    private const string TouchSql = "UPDATE subscriptions SET revision = revision + 1 WHERE id = $1";

    private const string RetryLettersSql =
        """
        UPDATE subscription_letters SET at = $2, due_at = $2, attempts = 0
        WHERE subscription_id = $1 AND due_at IS NULL AND at >= $3
        """;

    private const string RetryGroupsSql =
        """
        UPDATE subscription_groups SET due_at = $2
        WHERE subscription_id = $1 AND attempts > 0 AND first_attempt_at >= $3
        """;

    private const string AttemptsSql =
        $"""
         SELECT {SubscriptionRows.AttemptColumns} FROM subscription_attempts
         WHERE subscription_id = $1 AND number < $2 AND ($3::smallint IS NULL OR outcome = $3) AND ($4::bigint IS NULL OR position = $4)
         ORDER BY number DESC LIMIT $5
         """;

    private const string LettersSql =
        $"""
         SELECT {SubscriptionRows.LetterColumns} FROM subscription_letters
         WHERE subscription_id = $1 AND position > $2 ORDER BY position LIMIT $3
         """;

    private const string WaitingSql =
        $"""
         SELECT {SubscriptionRows.GroupColumns} FROM subscription_groups
         WHERE subscription_id = $1 ORDER BY due_at, position LIMIT $2
         """;

    public Task AddAsync(Subscription subscription, long cursor, CancellationToken cancellationToken) => reads.ExecuteAsync(
        AddSql,
        parameters =>
        {
            Bind(parameters, subscription);
            parameters.AddWithValue(subscription.CreatedAt.ToUnixTimeMilliseconds());
            parameters.AddWithValue(StorableText.Mend(subscription.CreatedBy)!);
            parameters.AddWithValue(cursor);
        },
        cancellationToken);

    public Task<bool> ChangeAsync(Subscription changed, CancellationToken cancellationToken) =>
        AnyAsync(ChangeSql, changed.Id, parameters => Bind(parameters, changed), cancellationToken);

    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => await WriteAsync(
        id,
        batch => Bind(batch.Add(RemoveSql).Parameters, id),
        batch =>
        {
            foreach (var sql in s_removeRest)
            {
                Bind(batch.Add(sql).Parameters, id);
            }
        },
        cancellationToken) is not null;

    public async Task<StoredSubscription?> FindAsync(string id, CancellationToken cancellationToken) => StorableText.Fits(id)
        ? await reads.FirstAsync(
            $"{ListSql} WHERE id = $1", parameters => parameters.AddWithValue(id), SubscriptionRows.ReadStored, cancellationToken)
        : null;

    public async Task<IReadOnlyList<StoredSubscription>> ListAsync(CancellationToken cancellationToken) =>
        await reads.AllAsync($"{ListSql} ORDER BY id", static _ => { }, SubscriptionRows.ReadStored, cancellationToken);

    public async Task<IReadOnlyList<SubscriptionMark>> MarksAsync(CancellationToken cancellationToken) => await reads.AllAsync(
        "SELECT id, state, revision FROM subscriptions ORDER BY id",
        static _ => { },
        SubscriptionRows.ReadMark,
        cancellationToken);

    public async Task<bool> RewindAsync(string id, long position, CancellationToken cancellationToken) => await WriteAsync(
        id,
        batch => Bind(batch.Add(RewindSql).Parameters, id, position),
        batch => Bind(batch.Add(RewindGroupsSql).Parameters, id, position),
        cancellationToken) is not null;

    public async Task<int> RetryAsync(string id, DateTimeOffset failedSince, DateTimeOffset now, CancellationToken cancellationToken) =>
        await WriteAsync(
            id,
            batch => Bind(batch.Add(TouchSql).Parameters, id),
            batch =>
            {
                long[] times = [now.ToUnixTimeMilliseconds(), failedSince.ToUnixTimeMilliseconds()];
                Bind(batch.Add(RetryLettersSql).Parameters, id, times);
                Bind(batch.Add(RetryGroupsSql).Parameters, id, times);
            },
            cancellationToken) ?? 0;

    public async Task<bool> RedeliverAsync(string id, DeadLetter letter, CancellationToken cancellationToken) =>
        await WriteAsync(
            id,
            batch => Bind(batch.Add(TouchSql).Parameters, id),
            batch => batch.AddLetters(id, [letter]),
            cancellationToken) is not null;

    public async Task<Page<DeliveryAttempt>> AttemptsAsync(
        string id, AttemptFilter filter, long? before, int limit, CancellationToken cancellationToken) => SubscriptionColumns.Page(
        await reads.AllAsync(
            AttemptsSql,
            parameters =>
            {
                parameters.AddWithValue(id);
                parameters.AddWithValue(before ?? long.MaxValue);
                parameters.Add(new NpgsqlParameter<short?> { TypedValue = (short?)filter.Outcome });
                parameters.Add(new NpgsqlParameter<long?> { TypedValue = filter.Position });
                parameters.AddWithValue(limit + 1L);
            },
            SubscriptionRows.ReadAttempt,
            cancellationToken),
        limit,
        attempt => attempt.Number);

    public async Task<Page<DeadLetter>> DeadLettersAsync(string id, long after, int limit, CancellationToken cancellationToken) =>
        SubscriptionColumns.Page(
            await reads.AllAsync(LettersSql, parameters => Bind(parameters, id, after, limit + 1L), SubscriptionRows.ReadLetter, cancellationToken),
            limit,
            letter => letter.Position);

    public async Task<IReadOnlyList<WaitingGroup>> WaitingAsync(string id, int limit, CancellationToken cancellationToken) =>
        await reads.AllAsync(WaitingSql, parameters => Bind(parameters, id, limit), SubscriptionRows.ReadGroup, cancellationToken);

    private static void Bind(NpgsqlParameterCollection parameters, string id, params ReadOnlySpan<long> numbers)
    {
        parameters.AddWithValue(id);
        foreach (var number in numbers)
        {
            parameters.AddWithValue(number);
        }
    }

    private static void Bind(NpgsqlParameterCollection parameters, Subscription subscription)
    {
        parameters.AddWithValue(subscription.Id);
        parameters.AddWithValue(StorableText.Mend(subscription.Name)!);
        parameters.AddWithValue(StorableText.Mend(subscription.Url)!);
        parameters.AddWithValue(SubscriptionColumns.Write(subscription.Filter));
        parameters.AddWithValue((short)subscription.Mode);
        parameters.AddWithValue((short)subscription.State);
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = StorableText.Mend(subscription.StateReason) });
        parameters.AddWithValue(SubscriptionColumns.Write(subscription.Secrets));
        parameters.AddWithValue(subscription.Revision);
    }

    /// <summary>Writes the subscription's row, then what belongs to it. Says how many rows the latter were; null if the former was none.</summary>
    private async Task<int?> WriteAsync(
        string id, Action<NpgsqlBatch> subscription, Action<NpgsqlBatch> rest, CancellationToken cancellationToken) =>
        !StorableText.Fits(id) ? null : await source.TransactAsync<int?>(
            async connection =>
            {
                // Not one statement: all parts of it would see what was there before it waited for the row.
                return await RunAsync(connection, subscription, cancellationToken) == 0
                    ? null
                    : await RunAsync(connection, rest, cancellationToken);
            },
            cancellationToken);

    private static async Task<int> RunAsync(NpgsqlConnection connection, Action<NpgsqlBatch> add, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        add(batch);
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> AnyAsync(
        string sql, string id, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken) =>
        StorableText.Fits(id) && await reads.FirstAsync(sql, bind, static _ => "", cancellationToken) is not null;
}
