using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite.Native;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>
/// Keeps the write-ahead log short without holding up commits. <see cref="LogCopy"/> copies it into the database file beside them:
/// piece by piece, since commits wait for the disk while a piece is flushed. Where a crowd waits for each commit it is copied
/// all at once, as what was altered several times since is copied once, and that takes the disk for a shorter time altogether.
/// Behind a long log's copy the writer copies what little was added meanwhile, between two commits, after which SQLite starts the log
/// from its beginning.
/// </summary>
internal sealed partial class Checkpoints(LogCopy copy, ILogger logger) : IDisposable
{
    /// <summary>A piece: a MiB.</summary>
    private const long PiecePages = 500;

    /// <summary>So many in a commit, on the average, are a crowd: at half of what the journal can take there are fewer.</summary>
    private const double Crowd = 8;

    /// <summary>The average is of about so many commits.</summary>
    private const double CommitsAveraged = 16;

    /// <summary>Pages that every commit writes, however little is in it.</summary>
    private const int PagesPerCommit = 6;

    private double _writesPerCommit;
    private long _pages;
    private bool _isFailing;

    /// <summary>Called by the writer behind a transaction that has committed, and before the next.</summary>
    public void AfterCommit(Database writer, List<IQueuedWrite> batch)
    {
        Count(batch);
        if (copy.IsUnderWay)
        {
            return;
        }

        if (copy.TakeWasLong())
        {
            _pages = 0;
            Finish(writer);
        }
        else if (_pages >= LogCopy.LongPages || (_pages >= PiecePages && _writesPerCommit < Crowd))
        {
            copy.Begin(isLong: _pages >= LogCopy.LongPages);
            _pages = 0;
        }
    }

    /// <summary>
    /// Called by the writer when writes succeed again, since the disk may have been full: the file needs far less room than
    /// the log, which, once copied, starts from its beginning in the room that it has.
    /// </summary>
    public void MakeRoom(Database writer)
    {
        copy.Wait();
        Finish(writer);
    }

    public void Dispose() => copy.Dispose();

    private void Count(List<IQueuedWrite> batch)
    {
        _writesPerCommit += (batch.Count - _writesPerCommit) / CommitsAveraged;
        _pages += PagesPerCommit;
        foreach (var write in batch)
        {
            // An append of one entry weighs two, and alters a page each of the head rows and of two indexes.
            _pages += write.Weight + (write.Weight / 2);
        }
    }

    private void Finish(Database writer)
    {
        try
        {
            var state = writer.Checkpoint();
            LogFinished(state.Checkpointed, state.Pages);
            _isFailing = false;
        }
        catch (SqliteException exception)
        {
            // The log has all of it still, and is copied with the next piece.
            if (!_isFailing)
            {
                LogFailed(exception);
            }

            _isFailing = true;
        }
    }

    [LoggerMessage(10, LogLevel.Debug, "Checkpoint: {Checkpointed} of {Pages} pages of the log are in the database file")]
    private partial void LogFinished(int checkpointed, int pages);

    [LoggerMessage(11, LogLevel.Warning, "The write-ahead log could not be moved into the database file; attempts that fail behind it are not logged")]
    private partial void LogFailed(Exception exception);
}
