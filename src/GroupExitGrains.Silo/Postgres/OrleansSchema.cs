using Npgsql;

namespace GroupExitGrains.Silo.Postgres;

/// <summary>
/// Brings a database's Orleans tables to what this program needs: in one transaction, under an advisory lock, so that of
/// several processes that start at once one does it and the others find it done.
/// </summary>
internal static class OrleansSchema
{
    // "orleansG" in ASCII: advisory locks share one space of numbers per database.
    private const long LockKey = 0x6f726c65616e7347;
    private const int LockSeconds = 120;

    private const string Foundation =
        """
        CREATE TABLE IF NOT EXISTS orleans_migrations (
            number integer PRIMARY KEY,
            name text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """;

    /// <exception cref="InvalidOperationException">A later release has migrated the database.</exception>
    public static async Task ApplyAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        await RunAsync(connection, Foundation, cancellationToken);
        var known = OrleansMigration.ReadAll();
        var applied = await AppliedAsync(connection, cancellationToken);
        if (applied > known.Count)
        {
            throw new InvalidOperationException(
                $"The Orleans tables have schema version {applied}, but this program knows versions up to {known.Count}. "
                + "They were last used by a later release: run that one.");
        }

        foreach (var migration in known.Skip(applied))
        {
            await RunAsync(connection, migration.Sql, cancellationToken);
            await NoteAsync(connection, migration, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM orleans_migrations", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LockSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task NoteAsync(
        NpgsqlConnection connection, OrleansMigration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO orleans_migrations (number, name) VALUES ($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
