using GroupExitGrains.Journal.Sqlite.Native;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>
/// Copies the write-ahead log into the database file, and flushes that, beside the writer: on a thread of its own, since a slow disk
/// holds it for long. The writer alone calls it.
/// </summary>
internal sealed partial class LogCopy(SqliteFile file, ILogger logger) : IDisposable
{
    /// <summary>
    /// A log is long from here on: about 12 MiB of appends, and what was counted meanwhile. A longer one has each page once for
    /// more commits, but those who append wait for the disk while all of it is flushed.
    /// </summary>
    public const long LongPages = 6_000;

    private readonly SemaphoreSlim _asked = new(0);
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private Thread? _thread;
    private Database? _database;
    private bool _isLong;
    private bool _isFailing;
    private volatile bool _isEnding;

    public bool IsUnderWay => !_idle.IsSet;

    /// <summary>Begins to copy what is in the log; no copy may be under way.</summary>
    /// <param name="isLong">The log is long, so far as the writer knows.</param>
    public void Begin(bool isLong)
    {
        _isLong = isLong;
        _idle.Reset();
        _asked.Release();
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "journal copy" };
            _thread.Start();
        }
    }

    /// <summary>Whether a long log has been copied; asked behind a copy, and true once for each.</summary>
    public bool TakeWasLong()
    {
        var wasLong = _isLong;
        _isLong = false;
        return wasLong;
    }

    /// <summary>Blocks until no copy is under way.</summary>
    public void Wait() => _idle.Wait();

    public void Dispose()
    {
        _isEnding = true;
        _asked.Release();
        _thread?.Join();
        _database?.Dispose();
        _asked.Dispose();
        _idle.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _asked.Wait();
            if (!_idle.IsSet)
            {
                Copy();
                _idle.Set();
            }

            if (_isEnding)
            {
                return;
            }
        }
    }

    private void Copy()
    {
        try
        {
            var database = _database ??= file.OpenWriter();
            if (CopyOnce(database) >= LongPages || _isLong)
            {
                // Again, since much has been added meanwhile: the writer, which copies the rest, is held up by it.
                _isLong = true;
                CopyOnce(database);
            }

            _isFailing = false;
        }
#pragma warning disable CA1031 // Whatever it is: the log has all of it still, and is copied with the next piece.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _isLong = false;
            if (!_isFailing)
            {
                LogFailed(exception);
            }

            _isFailing = true;
        }
    }

    /// <returns>Pages in the log.</returns>
    private int CopyOnce(Database database)
    {
        var state = database.Checkpoint();

        // SQLite itself flushes only a copy that nothing was added to meanwhile: all of it would be left to the writer.
        database.Flush();
        LogCopied(state.Checkpointed, state.Pages);
        return state.Pages;
    }

    [LoggerMessage(12, LogLevel.Debug, "Copied and flushed: {Checkpointed} of {Pages} pages of the log are in the database file")]
    private partial void LogCopied(int checkpointed, int pages);

    [LoggerMessage(13, LogLevel.Warning, "The write-ahead log could not be copied into the database file; attempts that fail behind it are not logged")]
    private partial void LogFailed(Exception exception);
}
