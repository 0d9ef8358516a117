using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Rollups;
using GroupExitGrains.Journal.Sqlite.Subscriptions;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>
/// A journal in one SQLite file: write-ahead log, every commit synced to the disk. Several processes may have it open;
/// it must lie on a local disk.
/// </summary>
public sealed partial class SqliteJournal : IJournalStorage
{
    private readonly SqliteWriter _writer;
    private readonly ReadPool _ledgerReaders;
    private readonly ReadPool _historyReaders;
    private int _disposed;

    private SqliteJournal(SqliteJournalOptions options, SqliteFile file, Database database, ILogger logger)
    {
        _writer = new(file, database, options.Queue, logger);

        // Whoever scans a long history must not keep a callback from its group.
        _ledgerReaders = new(file, options.MaxReaders);
        _historyReaders = new(file, options.MaxReaders);
        Journal = new SqliteEntries(_writer, _ledgerReaders);
        Snapshots = new SqliteSnapshots(_writer, _ledgerReaders);
        History = new SqliteHistory(_writer, _historyReaders);
        Rejections = new SqliteRejections(_writer, _historyReaders, options.Rejections);
        Administration = new SqliteAdministration(_writer, _historyReaders);
        Statistics = new SqliteStatistics(_historyReaders);
        Rollups = new SqliteRollups(_writer, _historyReaders);
        Subscriptions = new SqliteSubscriptions(_writer, _historyReaders);
        Deliveries = new SqliteDeliveries(_writer, _historyReaders);
    }

    /// <inheritdoc/>
    public IJournal Journal { get; }

    /// <inheritdoc/>
    public ISnapshots Snapshots { get; }

    /// <inheritdoc/>
    public IHistory History { get; }

    /// <inheritdoc/>
    public IRejections Rejections { get; }

    /// <inheritdoc/>
    public IAdministration Administration { get; }

    /// <inheritdoc/>
    public IStatistics Statistics { get; }

    /// <inheritdoc/>
    public IRollups Rollups { get; }

    /// <inheritdoc/>
    public ISubscriptions Subscriptions { get; }

    /// <inheritdoc/>
    public IDeliveries Deliveries { get; }

    /// <summary>Opens the journal; makes its file, or brings it to the current schema, where that is needed.</summary>
    /// <exception cref="ArgumentException">The connection string is not one for a journal on SQLite.</exception>
    /// <exception cref="UnknownSchemaException">A later release has used the file.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be opened or written.</exception>
    /// <exception cref="JournalDamagedException">The file is no SQLite file, or is corrupt.</exception>
    public static Task<SqliteJournal> OpenAsync(
        SqliteJournalOptions options, ILoggerFactory loggerFactory, TimeProvider time)
    {
        var file = new SqliteFile(options);
        return Task.Run(() => Open(options, file, loggerFactory.CreateLogger<SqliteJournal>(), time));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // The writer goes last: the last connection to close a file cleans up behind it, and only a writer can.
        await _ledgerReaders.DisposeAsync();
        await _historyReaders.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private static SqliteJournal Open(SqliteJournalOptions options, SqliteFile file, ILogger logger, TimeProvider time)
    {
        try
        {
            return new SqliteJournal(options, file, OpenMigrated(file, logger, time), logger);
        }
        catch (SqliteException exception) when (SqliteFaults.IsDamage(exception))
        {
            throw SqliteFaults.OfRead(exception);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException(
                $"The journal's file {file.Path} cannot be opened: {exception.Message}", exception);
        }
    }

    private static Database OpenMigrated(SqliteFile file, ILogger logger, TimeProvider time)
    {
        var database = file.OpenOrCreate();
        try
        {
            foreach (var migration in SqliteSchema.Migrate(database, time))
            {
                LogMigrated(logger, file.Path, migration.Name);
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    [LoggerMessage(20, LogLevel.Information, "Migrated {Path}: {Migration}")]
    private static partial void LogMigrated(ILogger logger, string path, string migration);
}
