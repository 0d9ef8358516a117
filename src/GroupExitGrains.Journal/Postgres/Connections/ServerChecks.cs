using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>What a server must be and do before a journal may say that anything is durable on it.</summary>
internal static class ServerChecks
{
    private const int OldestVersion = 150000;

    private const string Sql =
        """
        SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'), current_setting('fsync'),
            current_setting('full_page_writes'), current_setting('synchronous_commit')
        """;

    /// <exception cref="UnsuitableServerException">The server is too old, or set so that it loses what it has acknowledged.</exception>
    public static async Task VerifyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var version = reader.GetInt32(0);
        Demand(version >= OldestVersion, $"PostgreSQL 15 or later is needed, this server is {version / 10000}.");
        Demand(reader.GetString(1) == "UTF8", $"The database's encoding must be UTF8, it is {reader.GetString(1)}.");
        Demand(reader.GetString(2) == "on", "fsync is off: a crash of the machine would lose what was acknowledged.");
        Demand(reader.GetString(3) == "on", "full_page_writes is off: a crash of the machine may corrupt the journal.");
        Demand(
            reader.GetString(4) != "off",
            "synchronous_commit is off: a crash would lose what was acknowledged. Turn it on for this role: "
            + "ALTER ROLE ... SET synchronous_commit = on.");
    }

    private static void Demand(bool met, string otherwise)
    {
        if (!met)
        {
            throw new UnsuitableServerException(otherwise);
        }
    }
}
