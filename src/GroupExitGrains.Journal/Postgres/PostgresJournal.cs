using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Postgres.Reading;
using GroupExitGrains.Journal.Postgres.Subscriptions;
using GroupExitGrains.Journal.Postgres.Writing;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>
/// A journal on PostgreSQL. Any number of processes may have one open on the same database, and append to the same groups:
/// of two that continue the same head, one is refused.
/// </summary>
public sealed class PostgresJournal : IJournalStorage, IJournal
{
    private readonly Pools _pools;
    private readonly AppendWriter _writer;
    private readonly GroupRows _groups;
    private readonly GroupHistory _histories;
    private readonly PostgresRejections _rejections;

    private PostgresJournal(
        Pools pools, PostgresJournalOptions options, TimeProvider time, ILogger logger)
    {
        _pools = pools;
        var reads = new Reads(pools.Groups);
        var questions = new Reads(pools.Questions);
        _groups = new(reads);
        _histories = new(reads);
        _rejections = new(reads, options.Rejections);
        Snapshots = new PostgresSnapshots(reads);
        History = new PostgresHistory(questions);
        Administration = new PostgresAdministration(questions, pools.Questions);
        Statistics = new PostgresStatistics(questions);
        Rollups = new PostgresRollups(reads);
        Subscriptions = new PostgresSubscriptions(questions, pools.Questions);
        Deliveries = new PostgresDeliveries(questions, pools.Questions);
        _writer = new(
            new WriterConnection(pools.Groups, options.MaxReconnectDelay, time, logger), options.MaxBatchRows, options.Queue, logger);
    }

    /// <inheritdoc/>
    public IJournal Journal => this;

    /// <inheritdoc/>
    public ISnapshots Snapshots { get; }

    /// <inheritdoc/>
    public IHistory History { get; }

    /// <inheritdoc/>
    public IRejections Rejections => _rejections;

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

    /// <summary>Opens a journal, and brings its tables to what this release knows. Several processes may do so at once.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or the connection string cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">The server could not be reached, or refused.</exception>
    /// <exception cref="UnsuitableServerException">The server is too old, or may lose what it has acknowledged.</exception>
    /// <exception cref="UnknownSchemaException">A later release has migrated the database.</exception>
    public static async Task<PostgresJournal> OpenAsync(
        PostgresJournalOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        PostgresJournalOptions.Validate(options);
        var settings = ConnectionDefaults.Apply(options.ConnectionString);
        var pools = Pools.Create(settings);
        try
        {
            await using (var connection = await pools.Groups.OpenConnectionAsync(cancellationToken))
            {
                await ServerChecks.VerifyAsync(connection, cancellationToken);
                await SchemaMigration.ApplyAsync(connection, ConnectionDefaults.Schema(settings), cancellationToken);
            }

            return new(pools, options, time, loggers.CreateLogger<PostgresJournal>());
        }
        catch (Exception exception)
        {
            await pools.DisposeAsync();
            if (PostgresFault.IsStorage(exception))
            {
                throw PostgresFault.Unavailable("The journal on PostgreSQL could not be opened", exception);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(Append append) => _writer.AppendAsync(append);

    /// <inheritdoc/>
    public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
        _groups.FindAsync(group, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken) =>
        _histories.ReadAsync(group, afterSequence, withRequests, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        _groups.FindCallbackAsync(id, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
        _groups.PendingAsync(cancellationToken);

    /// <summary>Makes durable what was accepted, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _rejections.Dispose();
        await _pools.DisposeAsync();
    }
}
