using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Subscriptions;

/// <summary>How far subscriptions have come, written in the writer's transactions.</summary>
internal sealed class SqliteDeliveries(SqliteWriter writer, ReadPool readers) : IDeliveries
{
    public async Task<DeliveryHold?> TakeAsync(
        string id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        DeliveryHold? hold = null;
        await writer.RunAsync(bytes: 0, database => hold = Take(database, id, owner, now, until)).WaitAsync(cancellationToken);
        return hold;
    }

    public async Task<SubscriptionMark?> SaveAsync(
        string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken)
    {
        SubscriptionMark? saved = null;
        var bytes = 256L * (1 + changes.Waiting.Count + changes.Letters.Count + changes.Attempts.Count);
        await writer.RunAsync(bytes, database => saved = Save(database, id, owner, epoch, changes)).WaitAsync(cancellationToken);
        return saved;
    }

    public Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken) => writer.RunAsync(
        bytes: 0,
        database => database.Prepared("UPDATE subscriptions SET owner = NULL, held_until = NULL WHERE id = ?1 AND owner = ?2")
            .Bind(1, id).Bind(2, owner).Run()).WaitAsync(cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> DueLettersAsync(string id, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<DeadLetter>>(
            database => SubscriptionRows.All(
                database.Prepared($"""
                    SELECT {SubscriptionRows.LetterColumns} FROM subscription_letters
                    WHERE subscription_id = ?1 AND due_at IS NOT NULL ORDER BY due_at, position LIMIT ?2
                    """).Bind(1, id).Bind(2, limit),
                SubscriptionRows.ReadLetter),
            cancellationToken);

    /// <summary>Puts a letter in the place of what is kept of its event.</summary>
    public static void Write(Database database, string id, DeadLetter letter) => database.Prepared($"""
        INSERT OR REPLACE INTO subscription_letters (subscription_id, {SubscriptionRows.LetterColumns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """)
        .Bind(1, id).Bind(2, letter.Position).Bind(3, letter.EventId).Bind(4, letter.Group.Source).Bind(5, letter.Group.GroupId)
        .Bind(6, letter.Sequence).Bind(7, (long)letter.Kind).Bind(8, letter.At.ToUnixTimeMilliseconds()).Bind(9, letter.Attempts)
        .Bind(10, letter.DueAt?.ToUnixTimeMilliseconds()).Bind(11, letter.Status).Bind(12, letter.Failure).Run();

    private static DeliveryHold? Take(Database database, string id, string owner, DateTimeOffset now, DateTimeOffset until)
    {
        var taken = database.Prepared("""
            UPDATE subscriptions SET owner = ?2, held_until = ?4 WHERE id = ?1 AND state = 1 AND (held_until IS NULL OR held_until <= ?3)
            """)
            .Bind(1, id).Bind(2, owner).Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, until.ToUnixTimeMilliseconds()).Run() == 1;
        if (!taken)
        {
            return null;
        }

        var hold = SubscriptionRows.All(
            database.Prepared($"""
                SELECT {SubscriptionRows.Columns}, epoch, cursor,
                    (SELECT coalesce(max(position), 0) FROM subscription_letters WHERE subscription_id = ?1),
                    last_delivered_at
                FROM subscriptions WHERE id = ?1
                """).Bind(1, id),
            row => new DeliveryHold(SubscriptionRows.ReadSubscription(row), row.Number(11), row.Number(12), [])
            {
                LastLetter = row.Number(13),
                LastDeliveredAt = SubscriptionRows.Time(row, 14),
            }).Single();
        var waiting = SubscriptionRows.All(
            database.Prepared($"SELECT {SubscriptionRows.GroupColumns} FROM subscription_groups WHERE subscription_id = ?1").Bind(1, id),
            SubscriptionRows.ReadGroup);
        return hold with { Waiting = waiting };
    }

    private static SubscriptionMark? Save(Database database, string id, string owner, long epoch, DeliveryChanges changes)
    {
        var held = database.Prepared("""
            UPDATE subscriptions SET cursor = ?4, held_until = ?5, delivered = delivered + ?6, failed = failed + ?7,
                attempts = attempts + ?8, last_delivered_at = coalesce(?9, last_delivered_at),
                last_failure = CASE WHEN ?10 IS NULL THEN last_failure ELSE ?11 END, last_failed_at = coalesce(?10, last_failed_at)
            WHERE id = ?1 AND owner = ?2 AND epoch = ?3
            """)
            .Bind(1, id).Bind(2, owner).Bind(3, epoch).Bind(4, changes.Cursor).Bind(5, changes.Until.ToUnixTimeMilliseconds())
            .Bind(6, changes.Delivered).Bind(7, changes.Failed).Bind(8, changes.Attempts.Count)
            .Bind(9, changes.LastDeliveredAt?.ToUnixTimeMilliseconds()).Bind(10, changes.LastFailedAt?.ToUnixTimeMilliseconds())
            .Bind(11, changes.LastFailure).Run() == 1;
        if (!held)
        {
            return null;
        }

        foreach (var group in changes.Waiting)
        {
            Write(database, id, group);
        }

        foreach (var group in changes.Cleared)
        {
            database.Prepared("DELETE FROM subscription_groups WHERE subscription_id = ?1 AND source = ?2 AND group_id = ?3")
                .Bind(1, id).Bind(2, group.Source).Bind(3, group.GroupId).Run();
        }

        foreach (var position in changes.Redelivered)
        {
            database.Prepared("DELETE FROM subscription_letters WHERE subscription_id = ?1 AND position = ?2")
                .Bind(1, id).Bind(2, position).Run();
        }

        foreach (var letter in changes.Letters)
        {
            Write(database, id, letter);
        }

        WriteAttempts(database, id, changes.Attempts);
        if (changes.DisabledFor is { } reason)
        {
            database.Prepared("""
                UPDATE subscriptions SET state = 3, state_reason = ?2, revision = revision + 1
                WHERE id = ?1 AND state = 1 AND revision = ?3
                """)
                .Bind(1, id).Bind(2, reason).Bind(3, changes.Revision).Run();
        }

        return SubscriptionRows.All(
            database.Prepared("SELECT id, state, revision FROM subscriptions WHERE id = ?1").Bind(1, id), SubscriptionRows.ReadMark).Single();
    }

    private static void Write(Database database, string id, WaitingGroup group) => database.Prepared($"""
        INSERT OR REPLACE INTO subscription_groups (subscription_id, {SubscriptionRows.GroupColumns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
        .Bind(1, id).Bind(2, group.Group.Source).Bind(3, group.Group.GroupId).Bind(4, group.Sequence).Bind(5, group.Position)
        .Bind(6, group.Attempts).Bind(7, group.FirstAttemptAt?.ToUnixTimeMilliseconds())
        .Bind(8, group.DueAt.ToUnixTimeMilliseconds()).Bind(9, group.Status).Bind(10, group.Failure).Run();

    private static void WriteAttempts(Database database, string id, IReadOnlyList<DeliveryAttempt> attempts)
    {
        if (attempts.Count == 0)
        {
            return;
        }

        var last = SubscriptionRows.All(
            database.Prepared("SELECT attempts FROM subscriptions WHERE id = ?1").Bind(1, id), row => row.Number(0)).Single();
        var number = last - attempts.Count;
        foreach (var attempt in attempts)
        {
            database.Prepared($"""
                INSERT INTO subscription_attempts (subscription_id, {SubscriptionRows.AttemptColumns})
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                """)
                .Bind(1, id).Bind(2, ++number).Bind(3, attempt.EventId).Bind(4, attempt.Position).Bind(5, attempt.Group.Source)
                .Bind(6, attempt.Group.GroupId).Bind(7, attempt.Sequence).Bind(8, (long)attempt.Kind).Bind(9, attempt.Attempt)
                .Bind(10, attempt.At.ToUnixTimeMilliseconds()).Bind(11, (long)attempt.Latency.TotalMilliseconds)
                .Bind(12, (long)attempt.Outcome).Bind(13, attempt.Status).Bind(14, attempt.Failure).Bind(15, attempt.Response).Run();
        }

        database.Prepared("DELETE FROM subscription_attempts WHERE subscription_id = ?1 AND number <= ?2")
            .Bind(1, id).Bind(2, last - SubscriptionColumns.KeptAttempts).Run();
    }
}
