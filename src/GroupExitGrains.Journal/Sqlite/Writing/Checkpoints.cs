using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite.Native;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>
/// Keeps the write-ahead log short without holding up commits. Another thread copies it into the database file while commits go
/// on, and flushes that: piece by piece, since commits wait for the disk while a piece is flushed. Where a crowd waits for each
/// commit there is one piece, as what was altered several times since is copied once, and all of it together takes the disk for
/// a shorter time. Once the log is long, the writer copies what little was added meanwhile between two commits, after which
/// SQLite starts the log from its beginning.
/// </summary>
internal sealed partial class Checkpoints : IDisposable
{
    /// <summary>
    /// The log is started anew from here on: about 12 MiB of appends, and what was counted meanwhile. A longer one has each page
    /// once for more commits, but those who append wait for the disk while all of it is flushed.
    /// </summary>
    private const long EnoughPages = 6_000;

    /// <summary>A piece: a MiB.</summary>
    private const long PiecePages = 500;

    /// <summary>So many in a commit, on the average, are a crowd: at half of what the journal can take there are fewer.</summary>
    private const double Crowd = 8;

    /// <summary>The average is of about so many commits.</summary>
    private const double CommitsAveraged = 16;

    /// <summary>Pages that every commit writes, however little is in it.</summary>
    private const int PagesPerCommit = 6;

    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private Database? _database;
    private Task _bulk = Task.CompletedTask;
    private double _company;
    private long _pages;
    private long _pagesCopied;
    private bool _isLong;

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

        _company += (batch.Count - _company) / CommitsAveraged;
        if (!_bulk.IsCompleted)
        {
            return;
        }

        if (_isLong)
        {
            (_isLong, _pages, _pagesCopied) = (false, 0, 0);
            TryCopy(writer);
        }
        else if (_pages - _pagesCopied >= PiecePages && (_pages >= EnoughPages || _company < Crowd))
        {
            (_isLong, _pagesCopied) = (_pages >= EnoughPages, _pages);
            var passes = _isLong ? 2 : 1;

            // On a thread of its own: a slow disk holds it for long, and the pool has few.
            _bulk = Task.Factory.StartNew(
                () => Copy(passes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

    /// <param name="passes">Before the log is started anew, two: much is added during the first, and the writer is held up by the rest.</param>
    private void Copy(int passes)
    {
        try
        {
            for (var pass = 0; pass < passes && TryCopy(_database ??= _file.OpenWriter()); pass++)
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
