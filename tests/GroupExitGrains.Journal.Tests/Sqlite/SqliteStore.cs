using System.Text;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>A file in a directory of its own.</summary>
internal sealed class SqliteStore : TestStore
{
    private const string Entry = """
        position = (SELECT e.position FROM entries e JOIN groups g ON g.group_key = e.group_key
            WHERE g.source = $source AND g.group_id = $group AND e.sequence = $sequence)
        """;

    private const string Callback = $"callback_key = (SELECT callback_key FROM entries WHERE {Entry})";
    private const string Group = "source = $source AND group_id = $group";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("groupexit-journal-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "journal.db");

    public string ConnectionString => $"Data Source={Path}";

    public override async Task<IJournalStorage> OpenAsync(RejectionBounds? bounds = null) =>
        await OpenAsync(new SqliteJournalOptions { ConnectionString = ConnectionString, Rejections = bounds ?? new() });

    public static Task<SqliteJournal> OpenAsync(SqliteJournalOptions options) =>
        SqliteJournal.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System);

    public override Task DamageAsync(Damage damage, GroupKey group, long sequence)
    {
        var sql = damage switch
        {
            Damage.EntryHash => $"UPDATE entries SET hash = {Flipped("hash", first: true)} WHERE {Entry}",
            Damage.EntryUser => $"UPDATE entries SET user_id = 'mallory' WHERE {Entry}",
            Damage.EntryUserAndIndex => $"UPDATE entries SET user_id = 'mallory', user_hash = $mallory WHERE {Entry}",
            Damage.EntryUserIndex => $"UPDATE entries SET user_hash = user_hash + 1 WHERE {Entry}",
            Damage.EntryKind => $"UPDATE entries SET kind = kind - 1 WHERE {Entry}",
            Damage.EntryEffect => $"UPDATE entries SET effect = 99 WHERE {Entry}",
            Damage.EntryReceivedAt => $"UPDATE entries SET received_at = received_at + 1 WHERE {Entry}",
            Damage.EntryCallback => $"UPDATE entries SET callback_key = 1 WHERE {Entry}",
            Damage.EntryMissing => $"DELETE FROM entries WHERE {Entry}",
            Damage.CallbackFacts => $"UPDATE callbacks SET facts = {Flipped("facts", first: false)} WHERE {Callback}",
            Damage.CallbackFactsVersion => $"UPDATE callbacks SET facts = {Flipped("facts", first: true)} WHERE {Callback}",
            Damage.CallbackRequest => $"UPDATE callbacks SET request = {Flipped("request", first: false)} WHERE {Callback}",
            Damage.CallbackMissing => $"DELETE FROM callbacks WHERE {Callback}",
            Damage.HeadHash => $"UPDATE groups SET hash = {Flipped("hash", first: true)} WHERE {Group}",
            Damage.HeadSequence => $"UPDATE groups SET sequence = sequence - 1 WHERE {Group}",
            Damage.HeadSummary => $"UPDATE groups SET summary = {Flipped("summary", first: true)} WHERE {Group}",
            _ => throw new ArgumentOutOfRangeException(nameof(damage)),
        };
        Execute(
            sql,
            ("$source", group.Source),
            ("$group", group.GroupId),
            ("$sequence", sequence),
            ("$mallory", Rows.UserHash.Of(group.Source, "mallory"))).ShouldBe(1);
        return Task.CompletedTask;
    }

    public override Task RefuseEntriesOfAsync(string userId)
    {
        Execute($"""
            CREATE TRIGGER refuse_{Convert.ToHexString(Encoding.UTF8.GetBytes(userId))} BEFORE INSERT ON entries
            WHEN NEW.user_id = '{userId}'
            BEGIN SELECT RAISE(ABORT, 'refused by a test'); END
            """);
        return Task.CompletedTask;
    }

    public override Task AllowEntriesAsync()
    {
        foreach (var trigger in Query("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
        {
            Execute($"DROP TRIGGER {trigger}");
        }

        return Task.CompletedTask;
    }

    public override Task RunAsync(string sql)
    {
        Execute(sql).ShouldBe(1);
        return Task.CompletedTask;
    }

    public override Task PretendLaterSchemaAsync()
    {
        Execute("INSERT INTO migrations VALUES (999, '0999_later', 0)");
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<int>> AppliedMigrationsAsync() => Task.FromResult<IReadOnlyList<int>>(
        [.. Query("SELECT count(*) FROM migrations GROUP BY number").Select(count => (int)Digits.Read(count))]);

    public int Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters.Where(parameter => sql.Contains(parameter.Name, StringComparison.Ordinal)))
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }

    public List<string> Query(string sql, int column = 0)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(column));
        }

        return values;
    }

    /// <summary>A connection as another program would have it.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The column with its first or last byte replaced by another one.</summary>
    private static string Flipped(string column, bool first) => first
        ? $"unhex(CASE hex(substr({column}, 1, 1)) WHEN '00' THEN 'FF' ELSE '00' END || hex(substr({column}, 2)))"
        : $"unhex(hex(substr({column}, 1, length({column}) - 1)) || CASE hex(substr({column}, -1)) WHEN '00' THEN 'FF' ELSE '00' END)";
}
