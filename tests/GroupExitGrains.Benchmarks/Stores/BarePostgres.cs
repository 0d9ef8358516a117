using Npgsql;

namespace GroupExitGrains.Benchmarks.Stores;

/// <summary>The least that a durable commit to PostgreSQL takes: one row by a prepared statement, in one round trip.</summary>
internal sealed class BarePostgres : IAsyncDisposable
{
    private static readonly byte[] s_row = new byte[400];
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _insert;

    private BarePostgres(NpgsqlConnection connection)
    {
        _connection = connection;
        _insert = new NpgsqlCommand("INSERT INTO bare_rows (body) VALUES ($1)", connection)
        {
            Parameters = { new NpgsqlParameter<byte[]> { TypedValue = s_row } },
        };
    }

    public static async Task<BarePostgres> CreateAsync(NpgsqlDataSource server)
    {
        await using (var create = server.CreateCommand(
            "CREATE TABLE bare_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var bare = new BarePostgres(await server.OpenConnectionAsync());
        await bare._insert.PrepareAsync();
        return bare;
    }

    public async ValueTask CommitAsync() => await _insert.ExecuteNonQueryAsync();

    public async ValueTask DisposeAsync()
    {
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
