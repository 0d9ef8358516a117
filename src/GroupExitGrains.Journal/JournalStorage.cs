using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Sqlite;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal;

/// <summary>Opens the journal that a host is configured for.</summary>
public static class JournalStorage
{
    /// <summary>Opens a journal.</summary>
    /// <exception cref="ArgumentException">The connection string is not one for this provider.</exception>
    /// <exception cref="UnknownSchemaException">A later release has used the store.</exception>
    /// <exception cref="UnsuitableServerException">The server may lose what it has acknowledged, or is too old.</exception>
    /// <exception cref="Membership.JournalUnavailableException">The store cannot be reached or written.</exception>
    /// <exception cref="Membership.JournalDamagedException">The store is not what was written.</exception>
    public static async Task<IJournalStorage> OpenAsync(
        JournalProvider provider,
        string connectionString,
        RejectionBounds rejections,
        ILoggerFactory loggerFactory,
        TimeProvider time) => provider switch
        {
            JournalProvider.Sqlite => await SqliteJournal.OpenAsync(
                new() { ConnectionString = connectionString, Rejections = rejections }, loggerFactory, time),
            JournalProvider.Postgres => await PostgresJournal.OpenAsync(
                new() { ConnectionString = connectionString, Rejections = rejections },
                loggerFactory,
                time,
                CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(provider)),
        };
}

/// <summary>Where a journal is kept.</summary>
public enum JournalProvider
{
    /// <summary>In a file on local disk.</summary>
    Sqlite,

    /// <summary>In a PostgreSQL database, which several processes may share.</summary>
    Postgres,
}
