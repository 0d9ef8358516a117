using System.Collections.Concurrent;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>
/// A bounded number of read-only connections. They see what is committed and neither wait for the writer nor hold it up.
/// Reads run on pool threads, since SQLite blocks and whoever asks may be a grain.
/// </summary>
internal sealed class ReadPool(SqliteFile file, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentStack<Database> _idle = new();
    private volatile bool _closed;

    /// <exception cref="JournalUnavailableException">The file could not be read.</exception>
    /// <exception cref="JournalDamagedException">What was read is not what was written.</exception>
    public async Task<T> ReadAsync<T>(Func<Database, T> read, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        await _free.WaitAsync(cancellationToken);
        try
        {
            ThrowIfClosed();
            return await Task.Run(() => Read(read, cancellationToken), cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads that run, then closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < size; i++)
        {
            await _free.WaitAsync();
        }

        while (_idle.TryPop(out var database))
        {
            database.Dispose();
        }

        _free.Dispose();
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new JournalUnavailableException("The journal is closed.");
        }
    }

    private T Read<T>(Func<Database, T> read, CancellationToken cancellationToken)
    {
        Database? database = null;
        try
        {
            if (!_idle.TryPop(out database))
            {
                database = file.OpenReader();
            }

            T result;
            using (cancellationToken.UnsafeRegister(static state => ((Database)state!).Interrupt(), database))
            {
                result = read(database);
            }

            _idle.Push(database);
            return result;
        }
        catch (Exception exception)
        {
            // Rows may be open in it, or it may be broken; the next read opens another one.
            database?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is SqliteException fault)
            {
                throw SqliteFaults.OfRead(fault);
            }

            throw;
        }
    }
}
