using GroupExitGrains.Journal.Schema;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>
/// Brings a database to the schema that this program knows: all steps in one transaction, under an advisory lock, so that of
/// several processes that start at once one does it and the others find it done.
/// </summary>
internal static class SchemaMigration
{
    // "groupexi" in ASCII: advisory locks share one space of numbers per database.
    private const long LockKey = 0x67726f7570657869;
    private const int LockSeconds = 120;

    // Whoever appends or reads waits behind a migration that waits for a table, and a dump or a vacuum may hold one for hours.
    // An append holds it for milliseconds.
    private const string WaitForTables = "SET LOCAL lock_timeout = '100ms'";

    // Not through the whole search path: another program's table may have the name.
    private const string Exists =
        "SELECT to_regclass(quote_ident(current_schema()) || '.journal_migrations') IS NOT NULL";

    /// <exception cref="UnknownSchemaException">A later release has migrated the database.</exception>
    /// <exception cref="PostgresException">Nothing was changed: a table could not be had, for example.</exception>
    public static Task ApplyAsync(NpgsqlConnection connection, string? schema, CancellationToken cancellationToken) =>
        ApplyAsync(connection, schema, Migration.ReadAll("Postgres"), cancellationToken);

    /// <summary>Brings a database to the schema that a release with the given steps knows.</summary>
    public static async Task ApplyAsync(
        NpgsqlConnection connection, string? schema, IReadOnlyList<Migration> known, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        await RunAsync(connection, WaitForTables, cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        if (version == 0)
        {
            await RunAsync(connection, Foundation(schema), cancellationToken);
        }

        foreach (var migration in Migration.After(known, version))
        {
            await RunAsync(connection, migration.Sql, cancellationToken);
            await NoteAsync(connection, migration, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static string Foundation(string? schema) =>
        (schema is null ? "" : $"CREATE SCHEMA IF NOT EXISTS {new NpgsqlCommandBuilder().QuoteIdentifier(schema)};\n")
        + """
          CREATE TABLE IF NOT EXISTS journal_migrations (
              number integer PRIMARY KEY,
              name text NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT now()
          );
          """;

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Exists, connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return 0;
        }

        command.CommandText = "SELECT coalesce(max(number), 0) FROM journal_migrations";
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LockSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task NoteAsync(
        NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO journal_migrations (number, name) VALUES ($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
