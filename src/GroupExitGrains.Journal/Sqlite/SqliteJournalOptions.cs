using Microsoft.Data.Sqlite;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Where a journal on SQLite lies and how it behaves.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>
    /// <c>Data Source=</c> and the path of a file on local disk; its directory is made if it is not there. Nothing else may
    /// be set.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>How long a write waits for another process that holds the file. Default 2 seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The most connections that read at a time for ledgers, and as many again for questions over many groups; further reads
    /// wait. Default 8.
    /// </summary>
    public int MaxReaders { get; init; } = 8;

    /// <summary>
    /// Memory for the writer's pages, in KiB, taken as it is needed. Default 16 MiB: a miss is a copy from the system's
    /// cache, while SQLite walks all of its own at each commit that split a page.
    /// </summary>
    public int WriterCacheKibibytes { get; init; } = 16 * 1024;

    /// <summary>How many rejections are kept.</summary>
    public RejectionBounds Rejections { get; init; } = new();

    /// <summary>How much may wait to be written.</summary>
    public QueueBounds Queue { get; init; } = new();

    /// <summary>The full path of the file.</summary>
    /// <exception cref="ArgumentException">The connection string names no file on disk, or something else too.</exception>
    internal string Path() => PathIn(ConnectionString);

    private static string PathIn(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var path = builder.DataSource;
        if (!builder.EquivalentTo(new SqliteConnectionStringBuilder { DataSource = path }))
        {
            throw new ArgumentException(
                "A journal on SQLite takes a Data Source and nothing else.", nameof(connectionString));
        }

        // An empty name, one in colons and a URI are SQLite's ways to say that nothing is kept.
        if (path.Length == 0 || path.StartsWith(':') || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                "The Data Source of a journal on SQLite is the path of a file.", nameof(connectionString));
        }

        return System.IO.Path.GetFullPath(path);
    }
}
