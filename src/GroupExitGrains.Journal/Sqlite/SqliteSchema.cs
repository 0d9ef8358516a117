using GroupExitGrains.Journal.Schema;
using GroupExitGrains.Journal.Sqlite.Native;
using Microsoft.Data.Sqlite;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Brings a file to the schema that this program knows, whoever else tries to at the same time.</summary>
internal static class SqliteSchema
{
    private const string CreateMigrations = """
        CREATE TABLE IF NOT EXISTS migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT
        """;

    /// <summary>Applies what is missing and says what that was.</summary>
    /// <exception cref="UnknownSchemaException">A later release has migrated the file.</exception>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    public static IReadOnlyList<Migration> Migrate(Database database, TimeProvider time)
    {
        var all = Migration.ReadAll("Sqlite");
        if (Version(database) == all.Count)
        {
            return [];
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(CreateMigrations);
            var missing = Migration.After(all, Version(database)).ToList();
            foreach (var migration in missing)
            {
                database.Execute(migration.Sql);
                database.Prepared("INSERT INTO migrations (number, name, applied_at) VALUES (?1, ?2, ?3)")
                    .Bind(1, migration.Number).Bind(2, migration.Name)
                    .Bind(3, time.GetUtcNow().ToUnixTimeMilliseconds()).Run();
            }

            database.Execute("COMMIT");
            return missing;
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }

    private static long Version(Database database)
    {
        var exists = database.Prepared("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'");
        if (!exists.Step())
        {
            return 0;
        }

        exists.Reset();
        var version = database.Prepared("SELECT coalesce(max(number), 0) FROM migrations");
        version.Step();
        var number = version.Number(0);
        version.Reset();
        return number;
    }
}
