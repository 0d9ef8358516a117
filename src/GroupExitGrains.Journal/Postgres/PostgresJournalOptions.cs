namespace GroupExitGrains.Journal.Postgres;

/// <summary>How to keep a journal on PostgreSQL 15 or later.</summary>
public sealed record PostgresJournalOptions
{
    /// <summary>
    /// An Npgsql connection string. The first schema of its <c>Search Path</c> holds the tables and is made if it is not
    /// there; without one they stand where the role creates tables, which is <c>public</c> by default. What it leaves out is
    /// set for a journal: 5 s for a command, 3 s to connect, 16 connections, TCP keepalive.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>How much the store of rejections keeps.</summary>
    public RejectionBounds Rejections { get; init; } = new();

    /// <summary>How much may wait to be written.</summary>
    public QueueBounds Queue { get; init; } = new();

    /// <summary>
    /// About how many rows one commit may write, 1 to 100,000. Default 2,000: some 30 ms of a server's work, which is how
    /// long a lone callback may wait behind others.
    /// </summary>
    public int MaxBatchRows { get; init; } = 2_000;

    /// <summary>The longest pause between two attempts to reach a server that is away. Default 1 s.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal static void Validate(PostgresJournalOptions options)
    {
        var fault = string.IsNullOrWhiteSpace(options.ConnectionString)
            ? "The connection string of a journal on PostgreSQL is empty."
            : options.MaxBatchRows is < 1 or > 100_000 ? $"{nameof(MaxBatchRows)} is not from 1 to 100,000."
            : options.MaxReconnectDelay <= TimeSpan.Zero ? $"{nameof(MaxReconnectDelay)} is not above zero."
            : null;
        if (fault is not null)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }
}
