using Npgsql;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>
/// The database of a service that one would write without this program: the callback with its raw request under a unique
/// fingerprint, an entry per user, the history by group and by user. Both such services have the same one.
/// </summary>
internal static class PeerTables
{
    private const string Create = """
        CREATE TABLE callbacks (
            id uuid PRIMARY KEY,
            fingerprint bytea NOT NULL UNIQUE,
            received_at timestamptz NOT NULL,
            command text NOT NULL,
            request bytea NOT NULL
        );
        CREATE TABLE entries (
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            callback_id uuid NOT NULL,
            received_at timestamptz NOT NULL,
            kind smallint NOT NULL,
            source text COLLATE "C" NOT NULL,
            group_id text COLLATE "C" NOT NULL,
            user_id text COLLATE "C" NOT NULL
        );
        CREATE INDEX entries_of_group ON entries (source, group_id, position);
        CREATE INDEX entries_of_user ON entries (source, user_id, position);
        """;

    /// <summary>Connects to a new database, which gets the tables: a pool of that many connections, statements prepared.</summary>
    public static async Task<NpgsqlDataSource> CreateAsync(string connectionString, int connections)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MinPoolSize = connections,
            MaxPoolSize = connections,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        });
        await using var create = database.CreateCommand(Create);
        await create.ExecuteNonQueryAsync();
        return database;
    }
}
