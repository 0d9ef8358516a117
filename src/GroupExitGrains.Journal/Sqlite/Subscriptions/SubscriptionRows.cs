using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Subscriptions;

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

    public static SubscriptionMark ReadMark(Statement row) => new(row.Text(0), (SubscriptionState)row.Number(1), row.Number(2));

    public static Subscription ReadSubscription(Statement row) => new()
    {
        Id = row.Text(0),
        Name = row.Text(1),
        Url = row.Text(2),
        Filter = SubscriptionColumns.ReadFilter(row.Text(3)),
        Mode = (DeliveryMode)row.Number(4),
        State = (SubscriptionState)row.Number(5),
        StateReason = row.TextOrNull(6),
        Secrets = SubscriptionColumns.ReadSecrets(row.Text(7)),
        CreatedAt = UnixTime.Read(row.Number(8)),
        CreatedBy = row.Text(9),
        Revision = row.Number(10),
    };

    public static StoredSubscription ReadStored(Statement row) => new(
        ReadSubscription(row),
        new DeliveryProgress(
            row.Number(11), row.Number(12), row.Number(13), Time(row, 14), Time(row, 15), row.TextOrNull(16), row.Number(17),
            row.Number(18), row.TextOrNull(19)));

    public static WaitingGroup ReadGroup(Statement row) => new(
        new GroupKey(row.Text(0), row.Text(1)),
        row.Number(2),
        row.Number(3),
        (int)row.Number(4),
        Time(row, 5),
        UnixTime.Read(row.Number(6)),
        (int?)row.NumberOrNull(7),
        row.TextOrNull(8));

    public static DeadLetter ReadLetter(Statement row) => new(
        row.Number(0),
        row.Text(1),
        new GroupKey(row.Text(2), row.Text(3)),
        row.Number(4),
        (EntryKind)row.Number(5),
        UnixTime.Read(row.Number(6)),
        (int)row.Number(7),
        Time(row, 8),
        (int?)row.NumberOrNull(9),
        row.TextOrNull(10));

    public static DeliveryAttempt ReadAttempt(Statement row) => new(
        row.Number(0),
        row.Text(1),
        row.Number(2),
        new GroupKey(row.Text(3), row.Text(4)),
        row.Number(5),
        (EntryKind)row.Number(6),
        (int)row.Number(7),
        UnixTime.Read(row.Number(8)),
        TimeSpan.FromMilliseconds(row.Number(9)),
        (DeliveryOutcome)row.Number(10),
        (int?)row.NumberOrNull(11),
        row.TextOrNull(12),
        row.TextOrNull(13));

    /// <summary>All rows of a statement.</summary>
    public static List<T> All<T>(Statement rows, Func<Statement, T> read)
    {
        var all = new List<T>();
        while (rows.Step())
        {
            all.Add(read(rows));
        }

        return all;
    }

    public static DateTimeOffset? Time(Statement row, int column) =>
        row.NumberOrNull(column) is { } time ? UnixTime.Read(time) : null;
}
