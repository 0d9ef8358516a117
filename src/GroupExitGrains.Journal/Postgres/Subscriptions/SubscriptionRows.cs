using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Subscriptions;

/// <summary>Reads the rows of subscriptions.</summary>
internal static class SubscriptionRows
{
    public const string Columns =
        "id, name, url, filter, mode, state, state_reason, secrets, created_at, created_by, revision";

    public const string ProgressColumns =
        """
        cursor, delivered, failed, last_delivered_at, last_failed_at, last_failure,
        (SELECT count(*) FROM subscription_groups g WHERE g.subscription_id = id),
        (SELECT count(*) FROM subscription_letters l WHERE l.subscription_id = id AND l.due_at IS NULL), owner
        """;

    public const string GroupColumns =
        "source, group_id, sequence, position, attempts, first_attempt_at, due_at, status, failure";

    public const string LetterColumns =
        "position, event_id, source, group_id, sequence, kind, at, attempts, due_at, status, failure";

    public const string AttemptColumns =
        "number, event_id, position, source, group_id, sequence, kind, attempt, at, latency, outcome, status, failure, response";

    public static SubscriptionMark ReadMark(NpgsqlDataReader row) =>
        new(row.GetString(0), (SubscriptionState)row.GetInt16(1), row.GetInt64(2));

    public static Subscription ReadSubscription(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Url = row.GetString(2),
        Filter = SubscriptionColumns.ReadFilter(row.GetString(3)),
        Mode = (DeliveryMode)row.GetInt16(4),
        State = (SubscriptionState)row.GetInt16(5),
        StateReason = Text(row, 6),
        Secrets = SubscriptionColumns.ReadSecrets(row.GetString(7)),
        CreatedAt = UnixTime.Read(row.GetInt64(8)),
        CreatedBy = row.GetString(9),
        Revision = row.GetInt64(10),
    };

    public static StoredSubscription ReadStored(NpgsqlDataReader row) => new(
        ReadSubscription(row),
        new DeliveryProgress(
            row.GetInt64(11), row.GetInt64(12), row.GetInt64(13), Time(row, 14), Time(row, 15), Text(row, 16), row.GetInt64(17),
            row.GetInt64(18), Text(row, 19)));

    public static WaitingGroup ReadGroup(NpgsqlDataReader row) => new(
        new GroupKey(row.GetString(0), row.GetString(1)),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt32(4),
        Time(row, 5),
        UnixTime.Read(row.GetInt64(6)),
        Number(row, 7),
        Text(row, 8));

    public static DeadLetter ReadLetter(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        new GroupKey(row.GetString(2), row.GetString(3)),
        row.GetInt64(4),
        (EntryKind)row.GetInt16(5),
        UnixTime.Read(row.GetInt64(6)),
        row.GetInt32(7),
        Time(row, 8),
        Number(row, 9),
        Text(row, 10));

    public static DeliveryAttempt ReadAttempt(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetInt64(2),
        new GroupKey(row.GetString(3), row.GetString(4)),
        row.GetInt64(5),
        (EntryKind)row.GetInt16(6),
        row.GetInt32(7),
        UnixTime.Read(row.GetInt64(8)),
        TimeSpan.FromMilliseconds(row.GetInt64(9)),
        (DeliveryOutcome)row.GetInt16(10),
        Number(row, 11),
        Text(row, 12),
        Text(row, 13));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : UnixTime.Read(row.GetInt64(column));
}
