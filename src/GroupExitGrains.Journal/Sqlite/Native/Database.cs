using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GroupExitGrains.Journal.Sqlite.Native;

/// <summary>
/// One SQLite connection, used by one thread at a time, spoken to without ADO.NET: a command there costs several
/// microseconds, a prepared statement here well under one.
/// </summary>
internal sealed class Database : IDisposable
{
    private const uint PreparePersistent = 1;
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Whether no transaction is open.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Opens a connection that waits at most the given time for another one's lock.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static Database Open(string path, DatabaseAccess access, TimeSpan busyTimeout)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | access switch
        {
            DatabaseAccess.Create => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
            DatabaseAccess.Write => raw.SQLITE_OPEN_READWRITE,
            _ => raw.SQLITE_OPEN_READONLY,
        };
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (result != raw.SQLITE_OK)
        {
            using (handle)
            {
                SqliteException.ThrowExceptionForRC(result, handle);
            }
        }

        raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        return new Database(handle);
    }

    /// <summary>A statement that stays prepared for as long as the connection lives.</summary>
    public Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v3(_handle, sql, PreparePersistent, out var handle));
            statement = new Statement(this, handle);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs statements that give no rows that matter and take no parameters.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The rows that the last statement changed.</summary>
    public int Changes() => raw.sqlite3_changes(_handle);

    /// <summary>Ends the use of every statement's rows, after something went wrong in between.</summary>
    public void ResetStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    /// <summary>Undoes the transaction, if SQLite has not done so by itself.</summary>
    public void Rollback()
    {
        ResetStatements();
        if (!IsIdle)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>Moves what the write-ahead log holds into the database file, as far as nobody needs to be waited for.</summary>
    public WalState Checkpoint()
    {
        Check(raw.sqlite3_wal_checkpoint_v2(
            _handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out var checkpointed));
        return new(pages, checkpointed);
    }

    /// <summary>Returns when what was moved into the database file is on the disk.</summary>
    public void Flush() => Check(DatabaseFlush.Run(_handle));

    /// <summary>Makes the statement that runs fail. May be called from any thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    /// <exception cref="SqliteException">The result is an error.</exception>
    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _handle);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _handle.Dispose();
    }
}

/// <summary>What a connection may do.</summary>
internal enum DatabaseAccess
{
    /// <summary>Read.</summary>
    Read,

    /// <summary>Read and write what exists.</summary>
    Write,

    /// <summary>Read and write, and make the file if it is not there.</summary>
    Create,
}

/// <summary>What a checkpoint found.</summary>
/// <param name="Pages">Pages in the write-ahead log.</param>
/// <param name="Checkpointed">Those of them that the database file has too.</param>
internal readonly record struct WalState(int Pages, int Checkpointed);
