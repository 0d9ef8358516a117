using Microsoft.Data.Sqlite;

namespace GroupExitGrains.Standalone.Tests.Spool;

/// <summary>A SQLite file that somebody else holds: nobody can write to it until this is disposed.</summary>
internal sealed class LockedFile : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    private LockedFile(SqliteConnection connection) => _connection = connection;

    public static async Task<LockedFile> LockAsync(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=30");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new LockedFile(connection);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
