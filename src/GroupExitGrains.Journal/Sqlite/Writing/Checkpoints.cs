using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite.Native;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>
/// Keeps the write-ahead log short without holding up commits. Another thread copies the bulk of it into the database file
/// while commits go on, and flushes it; what was added meanwhile is little, and the writer copies that between two commits, after
/// which SQLite starts the log from its beginning.
/// </summary>
internal sealed partial class Checkpoints : IDisposable
{
    /// <summary>
    /// The log is worth copying from here on: about 12 MiB of appends, and what was counted meanwhile. A longer one has each page
    /// once for more commits, but those who append wait for the disk while all of it is flushed.
    /// </summary>
    private const long EnoughPages = 6_000;

    /// <summary>Pages that every commit writes, however little is in it.</summary>
    private const int PagesPerCommit = 6;

    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private Database? _database;
    private Task _bulk = Task.CompletedTask;
    private bool _bulkCopied;
    private long _pages;

    public Checkpoints(SqliteFile file, ILogger logger)
    {
        _file = file;
        _logger = logger;
    }

    /// <summary>Called by the writer between two transactions.</summary>
    public void AfterCommit(Database writer, List<IQueuedWrite> batch)
    {
        _pages += PagesPerCommit;
        foreach (var write in batch)
        {
            // An append of one entry weighs two, and alters a page each of the head rows and of two indexes.
            _pages += write.Weight + (write.Weight / 2);
        }

        if (_pages < EnoughPages || !_bulk.IsCompleted)
        {
            return;
        }

        if (_bulkCopied)
        {
            _bulkCopied = false;
            _pages = 0;
            TryCopy(writer);
        }
        else
        {
            _bulkCopied = true;

            // On a thread of its own: a slow disk holds it for long, and the pool has few.
            _bulk = Task.Factory.StartNew(
                CopyBulk, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <summary>
    /// Called by the writer when writes succeed again, since the disk may have been full: the file needs far less room than
    /// the log, which, once copied, starts from its beginning in the room that it has.
    /// </summary>
    public void MakeRoom(Database writer)
    {
        _bulk.GetAwaiter().GetResult();
        TryCopy(writer);
    }

    public void Dispose()
    {
        _bulk.GetAwaiter().GetResult();
        _database?.Dispose();
    }

    private void CopyBulk()
    {
        try
        {
            // Again, since much has been added while the bulk of it was copied: what is left to the writer is held up by it.
            for (var pass = 0; pass < 2 && TryCopy(_database ??= _file.OpenWriter()); pass++)
            {
                // SQLite itself flushes only a copy that nothing was added to meanwhile: all of it would be left to the writer.
                _database.Flush();
            }
        }
#pragma warning disable CA1031 // Whatever it is, the writer, which waits for this, copies and flushes again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    private bool TryCopy(Database database)
    {
        try
        {
            var state = database.Checkpoint();
            LogCheckpoint(state.Checkpointed, state.Pages);
            return true;
        }
        catch (SqliteException exception)
        {
            // The log has all of it still; the next commits try again.
            LogFailed(exception);
            return false;
        }
    }

    [LoggerMessage(10, LogLevel.Debug, "Checkpoint: {Checkpointed} of {Pages} pages of the log are in the database file")]
    private partial void LogCheckpoint(int checkpointed, int pages);

    [LoggerMessage(11, LogLevel.Warning, "The write-ahead log could not be moved into the database file")]
    private partial void LogFailed(Exception exception);
}
