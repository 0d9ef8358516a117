using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Subscriptions;

/// <summary>How far subscriptions have come. The subscription's row is updated first and locked until the commit.</summary>
internal sealed class PostgresDeliveries(Reads reads, NpgsqlDataSource source) : IDeliveries
{
    private const string TakeSql =
        $"""
         UPDATE subscriptions SET owner = $2, held_until = $4 WHERE id = $1 AND state = 1 AND (held_until IS NULL OR held_until <= $3)
         RETURNING {SubscriptionRows.Columns}, epoch, cursor, last_delivered_at
         """;

    private const string LastLetterSql = "SELECT coalesce(max(position), 0) FROM subscription_letters WHERE subscription_id = $1";

    private const string GroupsSql =
        $"SELECT {SubscriptionRows.GroupColumns} FROM subscription_groups WHERE subscription_id = $1";

    private const string SaveSql =
        """
        UPDATE subscriptions SET cursor = $4, held_until = $5, delivered = delivered + $6, failed = failed + $7, attempts = attempts + $8,
            last_delivered_at = coalesce($9, last_delivered_at),
            last_failure = CASE WHEN $10::bigint IS NULL THEN last_failure ELSE $11 END, last_failed_at = coalesce($10, last_failed_at)
        WHERE id = $1 AND owner = $2 AND epoch = $3
        RETURNING id, state, revision, attempts
        """;

    private const string GroupSql =
        $"""
         INSERT INTO subscription_groups (subscription_id, {SubscriptionRows.GroupColumns})
         SELECT $1, * FROM unnest(
             $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[], $7::bigint[], $8::bigint[], $9::integer[], $10::text[])
         ON CONFLICT (subscription_id, source, group_id) DO UPDATE SET
             sequence = excluded.sequence, position = excluded.position, attempts = excluded.attempts,
             first_attempt_at = excluded.first_attempt_at, due_at = excluded.due_at, status = excluded.status, failure = excluded.failure
         """;

    private const string ClearSql =
        """
        DELETE FROM subscription_groups g USING unnest($2::text[], $3::text[]) AS gone (source, group_id)
        WHERE g.subscription_id = $1 AND g.source = gone.source AND g.group_id = gone.group_id
        """;

    private const string RedeliveredSql = "DELETE FROM subscription_letters WHERE subscription_id = $1 AND position = ANY($2)";

    private const string AttemptSql =
        $"""
         INSERT INTO subscription_attempts (subscription_id, {SubscriptionRows.AttemptColumns})
         SELECT $1, * FROM unnest(
             $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::smallint[], $9::integer[], $10::bigint[],
             $11::bigint[], $12::smallint[], $13::integer[], $14::text[], $15::text[])
         """;

    private const string ForgetSql = "DELETE FROM subscription_attempts WHERE subscription_id = $1 AND number <= $2";

    private const string DisableSql =
        "UPDATE subscriptions SET state = 3, state_reason = $2, revision = revision + 1 WHERE id = $1 AND state = 1 AND revision = $3";

    private const string DueSql =
        $"""
         SELECT {SubscriptionRows.LetterColumns} FROM subscription_letters
         WHERE subscription_id = $1 AND due_at IS NOT NULL ORDER BY due_at, position LIMIT $2
         """;

    public Task<DeliveryHold?> TakeAsync(
        string id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        source.TransactAsync(
            async connection =>
            {
                await using var take = new NpgsqlCommand(TakeSql, connection);
                take.Parameters.AddWithValue(id);
                take.Parameters.AddWithValue(owner);
                take.Parameters.AddWithValue(now.ToUnixTimeMilliseconds());
                take.Parameters.AddWithValue(until.ToUnixTimeMilliseconds());
                DeliveryHold hold;
                await using (var row = await take.ExecuteReaderAsync(cancellationToken))
                {
                    if (!await row.ReadAsync(cancellationToken))
                    {
                        return null;
                    }

                    hold = new DeliveryHold(SubscriptionRows.ReadSubscription(row), row.GetInt64(11), row.GetInt64(12), [])
                    {
                        LastDeliveredAt = SubscriptionRows.Time(row, 13),
                    };
                }

                // Not parts of the first: they would see what was there before it waited for the row.
                await using var last = new NpgsqlCommand(LastLetterSql, connection);
                last.Parameters.AddWithValue(id);
                var lastLetter = (long)(await last.ExecuteScalarAsync(cancellationToken))!;

                await using var groups = new NpgsqlCommand(GroupsSql, connection);
                groups.Parameters.AddWithValue(id);
                var waiting = new List<WaitingGroup>();
                await using var rows = await groups.ExecuteReaderAsync(cancellationToken);
                while (await rows.ReadAsync(cancellationToken))
                {
                    waiting.Add(SubscriptionRows.ReadGroup(rows));
                }

                return hold with { Waiting = waiting, LastLetter = lastLetter };
            },
            cancellationToken);

    public Task<SubscriptionMark?> SaveAsync(
        string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken) => source.TransactAsync(
        async connection =>
        {
            if (await HoldAsync(connection, id, owner, epoch, changes, cancellationToken) is not var (mark, attempts))
            {
                return null;
            }

            await using var batch = new NpgsqlBatch(connection);
            AddGroups(batch, id, changes);
            AddLetters(batch, id, changes);
            AddAttempts(batch, id, changes.Attempts, attempts);
            if (changes.DisabledFor is { } reason)
            {
                var disable = batch.Add(DisableSql);
                disable.Parameters.AddWithValue(id);
                disable.Parameters.AddWithValue(StorableText.Mend(reason)!);
                disable.Parameters.AddWithValue(changes.Revision);
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }

            return mark;
        },
        cancellationToken);

    public Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken) => reads.ExecuteAsync(
        "UPDATE subscriptions SET owner = NULL, held_until = NULL WHERE id = $1 AND owner = $2",
        parameters =>
        {
            parameters.AddWithValue(id);
            parameters.AddWithValue(owner);
        },
        cancellationToken);

    public async Task<IReadOnlyList<DeadLetter>> DueLettersAsync(string id, int limit, CancellationToken cancellationToken) =>
        await reads.AllAsync(
            DueSql,
            parameters =>
            {
                parameters.AddWithValue(id);
                parameters.AddWithValue((long)limit);
            },
            SubscriptionRows.ReadLetter,
            cancellationToken);

    /// <summary>The subscription, and the number of the last attempt that is to be kept; null if this owner does not hold it.</summary>
    private static async Task<(SubscriptionMark Mark, long Attempts)?> HoldAsync(
        NpgsqlConnection connection, string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken)
    {
        await using var save = new NpgsqlCommand(SaveSql, connection);
        save.Parameters.AddWithValue(id);
        save.Parameters.AddWithValue(owner);
        save.Parameters.AddWithValue(epoch);
        save.Parameters.AddWithValue(changes.Cursor);
        save.Parameters.AddWithValue(changes.Until.ToUnixTimeMilliseconds());
        save.Parameters.AddWithValue(changes.Delivered);
        save.Parameters.AddWithValue(changes.Failed);
        save.Parameters.AddWithValue((long)changes.Attempts.Count);
        save.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = changes.LastDeliveredAt?.ToUnixTimeMilliseconds() });
        save.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = changes.LastFailedAt?.ToUnixTimeMilliseconds() });
        save.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = StorableText.Mend(changes.LastFailure) });
        await using var row = await save.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? (SubscriptionRows.ReadMark(row), row.GetInt64(3)) : null;
    }

    private static void AddGroups(NpgsqlBatch batch, string id, DeliveryChanges changes)
    {
        if (changes.Waiting is { Count: > 0 } waiting)
        {
            var command = batch.Add(GroupSql);
            command.Parameters.AddWithValue(id);
            command.Add(NpgsqlDbType.Text, waiting, group => group.Group.Source);
            command.Add(NpgsqlDbType.Text, waiting, group => group.Group.GroupId);
            command.Add(NpgsqlDbType.Bigint, waiting, group => group.Sequence);
            command.Add(NpgsqlDbType.Bigint, waiting, group => group.Position);
            command.Add(NpgsqlDbType.Integer, waiting, group => group.Attempts);
            command.Add(NpgsqlDbType.Bigint, waiting, group => group.FirstAttemptAt?.ToUnixTimeMilliseconds());
            command.Add(NpgsqlDbType.Bigint, waiting, group => group.DueAt.ToUnixTimeMilliseconds());
            command.Add(NpgsqlDbType.Integer, waiting, group => group.Status);
            command.Add(NpgsqlDbType.Text, waiting, group => StorableText.Mend(group.Failure));
        }

        if (changes.Cleared is { Count: > 0 } cleared)
        {
            var command = batch.Add(ClearSql);
            command.Parameters.AddWithValue(id);
            command.Add(NpgsqlDbType.Text, cleared, group => group.Source);
            command.Add(NpgsqlDbType.Text, cleared, group => group.GroupId);
        }
    }

    private static void AddLetters(NpgsqlBatch batch, string id, DeliveryChanges changes)
    {
        if (changes.Redelivered.Count > 0)
        {
            var command = batch.Add(RedeliveredSql);
            command.Parameters.AddWithValue(id);
            command.Add(NpgsqlDbType.Bigint, changes.Redelivered, position => position);
        }

        if (changes.Letters.Count > 0)
        {
            batch.AddLetters(id, changes.Letters);
        }
    }

    private static void AddAttempts(NpgsqlBatch batch, string id, IReadOnlyList<DeliveryAttempt> attempts, long last)
    {
        if (attempts.Count == 0)
        {
            return;
        }

        var number = last - attempts.Count;
        var command = batch.Add(AttemptSql);
        command.Parameters.AddWithValue(id);
        command.Add(NpgsqlDbType.Bigint, attempts, _ => ++number);
        command.Add(NpgsqlDbType.Text, attempts, attempt => attempt.EventId);
        command.Add(NpgsqlDbType.Bigint, attempts, attempt => attempt.Position);
        command.Add(NpgsqlDbType.Text, attempts, attempt => attempt.Group.Source);
        command.Add(NpgsqlDbType.Text, attempts, attempt => attempt.Group.GroupId);
        command.Add(NpgsqlDbType.Bigint, attempts, attempt => attempt.Sequence);
        command.Add(NpgsqlDbType.Smallint, attempts, attempt => (short)attempt.Kind);
        command.Add(NpgsqlDbType.Integer, attempts, attempt => attempt.Attempt);
        command.Add(NpgsqlDbType.Bigint, attempts, attempt => attempt.At.ToUnixTimeMilliseconds());
        command.Add(NpgsqlDbType.Bigint, attempts, attempt => (long)attempt.Latency.TotalMilliseconds);
        command.Add(NpgsqlDbType.Smallint, attempts, attempt => (short)attempt.Outcome);
        command.Add(NpgsqlDbType.Integer, attempts, attempt => attempt.Status);
        command.Add(NpgsqlDbType.Text, attempts, attempt => StorableText.Mend(attempt.Failure));
        command.Add(NpgsqlDbType.Text, attempts, attempt => StorableText.Mend(attempt.Response));

        var forget = batch.Add(ForgetSql);
        forget.Parameters.AddWithValue(id);
        forget.Parameters.AddWithValue(last - SubscriptionColumns.KeptAttempts);
    }
}
