using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres.Server;

/// <summary>A schema for one test, which is there once a journal is opened on it. Much sooner made than a database.</summary>
internal sealed class TestSchema : IAsyncDisposable
{
    private readonly string _name = "test_" + Guid.NewGuid().ToString("N");

    public TestSchema(string server) =>
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = _name }.ConnectionString;

    public string ConnectionString { get; }

    /// <summary>A connection of the test's own, which no pool gives to anyone else.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = await ConnectAsync();
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> QueryAsync<T>(string sql, params object[] values)
    {
        await using var connection = await ConnectAsync();
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetFieldValue<T>(0));
        }

        return rows;
    }

    /// <summary>Returns when somebody waits for a lock that this server process holds.</summary>
    public async Task UntilBlockedByAsync(int processId, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync();
        await using var command = Command(
            connection, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))", [processId]);
        while (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP SCHEMA IF EXISTS {_name} CASCADE");

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
