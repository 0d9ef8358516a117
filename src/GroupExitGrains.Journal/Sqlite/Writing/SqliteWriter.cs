using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Telemetry;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>
/// The one writer of this process, on a thread of its own: takes what has gathered while the last commit was on its way and
/// commits it in one transaction. Another process may write too; SQLite's lock and the head rows keep them apart.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int MaxBatchWeight = 4096;
    private readonly CommitQueue<IQueuedWrite> _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteFile _file;
    private readonly Checkpoints _checkpoints;
    private readonly ILogger _logger;
    private long _failures;
    private Database? _database;
    private AppendTransaction? _appends;

    public SqliteWriter(SqliteFile file, Database database, QueueBounds bounds, ILogger logger)
    {
        _queue = new(MaxBatchWeight, bounds, Company.Few, TimeProvider.System);
        _file = file;
        _logger = logger;
        _database = database;
        _appends = new(database);
        _checkpoints = new(new LogCopy(file, logger), logger);
        new Thread(Run) { IsBackground = true, Name = "journal writer" }.Start();
    }

    public Task<AppendOutcome> AppendAsync(Append append)
    {
        AppendShape.Check(append);
        var queued = new QueuedAppend(append);
        if (_queue.Add(queued) is { } refusal)
        {
            queued.Fail(refusal);
        }

        return queued.Task;
    }

    /// <summary>Carries out a step in some transaction; it is durable when the task completes.</summary>
    public Task RunAsync(long bytes, Action<Database> step)
    {
        var queued = new QueuedStep(step, bytes);
        if (_queue.Add(queued) is { } refusal)
        {
            queued.Fail(refusal);
        }

        return queued.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
        _queue.Dispose();
    }

    private void Run()
    {
        var batch = new List<IQueuedWrite>();
        while (_queue.Take(batch))
        {
            if (TryCommit(batch))
            {
                _checkpoints.AfterCommit(_database!, batch);
            }
        }

        _checkpoints.Dispose();
        _database?.Dispose();
        _ended.SetResult();
    }

    /// <summary>Commits a batch, and tells all who wait for it; false if it failed.</summary>
    private bool TryCommit(List<IQueuedWrite> batch)
    {
        var watch = CommitWatch.Start(batch, "sqlite");
        try
        {
            var database = Connection();
            if (!TryCommit(database, batch, separately: false))
            {
                TryCommit(database, batch, separately: true);
            }
        }
        catch (Exception exception)
        {
            if (_failures++ == 0)
            {
                LogFailed(exception, batch.Count);
            }

            watch.Failed(exception);
            GiveUp(exception);
            var fault = SqliteFaults.OfWrite(exception);
            foreach (var write in batch)
            {
                write.Fail(fault);
            }

            return false;
        }

        watch.Succeeded();
        Announcement.Of(batch);
        if (_failures > 0)
        {
            LogRecovered(_failures);
            _failures = 0;
            _checkpoints.MakeRoom(_database!);
        }

        return true;
    }

    /// <summary>
    /// Commits the batch. Where one write cannot be stored, the first try ends, since undoing one among many costs a
    /// savepoint each; the second pays that, fails the one and keeps the others. Steps come last: to one that reads the
    /// history, a group is there only when its head row is written, which is behind all appends.
    /// </summary>
    private bool TryCommit(Database database, List<IQueuedWrite> batch, bool separately)
    {
        _appends!.Start();
        database.Prepared("BEGIN IMMEDIATE").Run();
        foreach (var write in batch)
        {
            if (write is QueuedAppend && !TryApply(database, write, separately))
            {
                return false;
            }
        }

        _appends.Finish();
        foreach (var write in batch)
        {
            if (write is QueuedStep && !TryApply(database, write, separately))
            {
                return false;
            }
        }

        database.Prepared("COMMIT").Run();
        return true;
    }

    /// <summary>False if it cannot be stored and took the whole transaction with it.</summary>
    private bool TryApply(Database database, IQueuedWrite write, bool separately)
    {
        try
        {
            if (separately)
            {
                database.Prepared("SAVEPOINT one").Run();
            }

            Apply(database, write);
            if (separately)
            {
                database.Prepared("RELEASE one").Run();
            }
        }
        catch (Exception exception) when (IsOfOneWrite(exception) && !database.IsIdle)
        {
            database.ResetStatements();
            if (!separately)
            {
                database.Rollback();
                return false;
            }

            LogRefused(exception, write.Group?.ToString());
            database.Execute("ROLLBACK TO one; RELEASE one");
            write.Fail(SqliteFaults.OfWrite(exception));
        }

        return true;
    }

    private void Apply(Database database, IQueuedWrite write)
    {
        if (write is QueuedAppend append)
        {
            append.Outcome = _appends!.Apply(append.Append);
        }
        else
        {
            ((QueuedStep)write).Execute(database);
        }
    }

    private Database Connection()
    {
        if (_database is not null)
        {
            return _database;
        }

        var database = _file.OpenWriter();
        try
        {
            _appends = new(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }

        LogReopened(_file.Path);
        return _database = database;
    }

    /// <summary>Undoes what was begun. A connection that failed for no reason outside of it is not used again.</summary>
    private void GiveUp(Exception exception)
    {
        if (_database is not { } database)
        {
            return;
        }

        try
        {
            database.Rollback();
            if (exception is SqliteException fault && (SqliteFaults.IsBusy(fault) || SqliteFaults.IsFull(fault)))
            {
                return;
            }
        }
        catch (SqliteException rollback)
        {
            LogRollback(rollback);
        }

        database.Dispose();
        _database = null;
    }

    private static bool IsOfOneWrite(Exception exception) =>
        exception is JournalDamagedException
        || (exception is SqliteException fault && SqliteFaults.IsOfOneRow(fault));

    [LoggerMessage(1, LogLevel.Error, "A batch of {Count} writes failed and was rolled back; those that fail behind it are not logged")]
    private partial void LogFailed(Exception exception, int count);

    [LoggerMessage(5, LogLevel.Information, "Writes succeed again, after {Count} failed batches")]
    private partial void LogRecovered(long count);

    [LoggerMessage(2, LogLevel.Error, "A write of group {Group} cannot be stored; the others of its batch were")]
    private partial void LogRefused(Exception exception, string? group);

    [LoggerMessage(3, LogLevel.Warning, "Opened {Path} again after a failure")]
    private partial void LogReopened(string path);

    [LoggerMessage(4, LogLevel.Error, "A failed transaction could not be rolled back")]
    private partial void LogRollback(Exception exception);
}
