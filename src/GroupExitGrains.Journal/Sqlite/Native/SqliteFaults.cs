using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GroupExitGrains.Journal.Sqlite.Native;

/// <summary>What SQLite's errors mean to the journal.</summary>
internal static class SqliteFaults
{
    /// <summary>The error says that the file is not what was written.</summary>
    public static bool IsDamage(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>The error may lie in the one row that was written: others may be taken.</summary>
    public static bool IsOfOneRow(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_CORRUPT;

    /// <summary>Another connection holds the lock: this one is in order.</summary>
    public static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode == raw.SQLITE_BUSY;

    /// <summary>There is no room on the disk: the connection is in order.</summary>
    public static bool IsFull(SqliteException exception) => exception.SqliteErrorCode == raw.SQLITE_FULL;

    /// <summary>The error as readers see it.</summary>
    public static Exception OfRead(SqliteException exception) => IsDamage(exception)
        ? new JournalDamagedException($"The journal's file is damaged: {exception.Message}", exception)
        : new JournalUnavailableException($"The journal cannot be read: {exception.Message}", exception);

    /// <summary>The error as writers see it.</summary>
    public static JournalUnavailableException OfWrite(Exception exception) =>
        new($"The journal cannot be written: {exception.Message}", exception);
}
