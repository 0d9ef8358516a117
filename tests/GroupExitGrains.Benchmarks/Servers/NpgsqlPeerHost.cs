using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Membership;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>
/// The service that one would write without this program: ASP.NET Core and Npgsql, one transaction per callback. It does as
/// much: the callback with its raw request under a unique fingerprint, an entry per user, the history by group and by user.
/// One prepared statement, one round trip, and the commit comes before the answer.
/// </summary>
internal static class NpgsqlPeerHost
{
    private const string Tables = """
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

    private const string Record = """
        WITH callback AS (
            INSERT INTO callbacks (id, fingerprint, received_at, command, request)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (fingerprint) DO NOTHING
            RETURNING id, received_at)
        INSERT INTO entries (callback_id, received_at, kind, source, group_id, user_id)
        SELECT callback.id, callback.received_at, $6, $7, $8, member FROM callback, unnest($9) AS member
        """;

    public static async Task RunAsync(int port, string connectionString, int connections)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MinPoolSize = connections,
            MaxPoolSize = connections,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        });
        await using (var create = database.CreateCommand(Tables))
        {
            await create.ExecuteNonQueryAsync();
        }

        await BenchmarkHost.RunAsync(port, callback => RecordAsync(database, callback));
    }

    private static async ValueTask RecordAsync(NpgsqlDataSource database, Callback callback)
    {
        await using var command = database.CreateCommand(Record);
        var receivedAt = callback.ReceivedAt.UtcDateTime;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(callback.ReceivedAt) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Fingerprint(callback) });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = receivedAt });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = callback.Command });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = callback.Request.Body });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)callback.Change.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = callback.Source });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = callback.Change.GroupId });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. callback.Change.Users.Select(user => user.UserId)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await command.ExecuteNonQueryAsync();
    }

    // OpenIM repeats nothing with another operation id.
    private static byte[] Fingerprint(Callback callback)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{callback.Source}\0{callback.Command}\0{callback.OperationId}\0"));
        hash.AppendData(callback.Request.Body.Span);
        return hash.GetHashAndReset();
    }
}
