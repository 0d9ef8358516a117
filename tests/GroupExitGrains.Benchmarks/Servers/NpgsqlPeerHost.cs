using GroupExitGrains.Membership;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>
/// The service of <see cref="PeerTables"/> with ASP.NET Core and Npgsql, one transaction per callback: one prepared statement,
/// one round trip, and the commit comes before the answer.
/// </summary>
internal static class NpgsqlPeerHost
{
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
        await using var database = await PeerTables.CreateAsync(connectionString, connections);
        await BenchmarkHost.RunAsync(port, callback => RecordAsync(database, callback));
    }

    private static async ValueTask RecordAsync(NpgsqlDataSource database, Callback callback)
    {
        await using var command = database.CreateCommand(Record);
        var receivedAt = callback.ReceivedAt.UtcDateTime;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(callback.ReceivedAt) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = PeerFingerprint.Of(callback) });
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
}
