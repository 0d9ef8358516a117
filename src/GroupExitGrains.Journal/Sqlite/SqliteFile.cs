using GroupExitGrains.Journal.Sqlite.Native;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Opens connections to the journal's file with the settings that its promises rest on.</summary>
internal sealed class SqliteFile(SqliteJournalOptions options)
{
    private const int PageSize = 2048;
    private const int JournalSizeLimit = 64 * 1024 * 1024;

    public string Path { get; } = options.Path();

    /// <summary>Opens the file, and makes it and its directory if they are not there.</summary>
    public Database OpenOrCreate()
    {
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            // Raw requests are nobody else's business.
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return Configured(Database.Open(Path, DatabaseAccess.Create, options.BusyTimeout));
    }

    /// <summary>Opens the file, which must be there, for writing.</summary>
    public Database OpenWriter() => Configured(Database.Open(Path, DatabaseAccess.Write, options.BusyTimeout));

    /// <summary>Opens the file, which must be there, for reading.</summary>
    public Database OpenReader() => Database.Open(Path, DatabaseAccess.Read, options.BusyTimeout);

    private Database Configured(Database database)
    {
        try
        {
            // Before the file has any page. An exit changes few bytes on pages all over the indexes, and each of these pages is
            // written whole: half the size halves what is written.
            database.Execute($"PRAGMA page_size = {PageSize}");
            SwitchToWal(database);

            // FULL: each commit is on the disk before it is answered. Checkpoints have a place of their own.
            database.Execute($"""
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = OFF;
                PRAGMA cache_size = -{options.WriterCacheKibibytes};
                PRAGMA journal_size_limit = {JournalSizeLimit};
                PRAGMA wal_autocheckpoint = 0;
                """);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The switch needs the file for itself for a moment and does not wait for others that want the same; it is made once in
    /// the file's life.
    /// </summary>
    private void SwitchToWal(Database database)
    {
        var deadline = Environment.TickCount64 + (long)options.BusyTimeout.TotalMilliseconds;
        while (true)
        {
            try
            {
                database.Execute("PRAGMA journal_mode = WAL");
                return;
            }
            catch (SqliteException exception)
                when (exception.SqliteErrorCode == raw.SQLITE_BUSY && Environment.TickCount64 < deadline)
            {
                Thread.Sleep(1);
            }
        }
    }
}
