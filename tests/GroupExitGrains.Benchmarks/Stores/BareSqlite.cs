using Microsoft.Data.Sqlite;

namespace GroupExitGrains.Benchmarks.Stores;

/// <summary>The least that a durable commit to SQLite takes: one row in a file of its own, flushed.</summary>
internal sealed class BareSqlite : IDisposable
{
    private static readonly byte[] s_row = new byte[400];
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public BareSqlite(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL)";
        create.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO rows (body) VALUES ($body)";
        _insert.Parameters.AddWithValue("$body", s_row);
        _insert.Prepare();
    }

    public ValueTask CommitAsync()
    {
        _insert.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
