using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Opening;
using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>The journal that is configured. It is closed last of all.</summary>
internal sealed partial class JournalStorage(
    GroupExitOptions options, string directory, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan StartWaitsFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _logger = loggers.CreateLogger<JournalStorage>();
    private Task _opening = Task.CompletedTask;
    private IJournalStorage? _opened;

    /// <summary>The journal, open or not yet.</summary>
    public LateJournal Journal { get; } = new();

    /// <summary>Opens the journal.</summary>
    /// <exception cref="ConfigurationFaultException">The connection string is none.</exception>
    /// <exception cref="JournalUnavailableException">Storage could not be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            _opened = options.Storage.Provider == StorageProvider.Postgres
                ? await OpenPostgresAsync(cancellationToken)
                : await OpenSqliteAsync();
            Journal.Open(_opened);
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationFaultException($"{GroupExitOptions.Section}:Storage:ConnectionString: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// Opens the journal now, or, if storage is away, as soon as it is there: a spool takes callbacks until then. What would
    /// not pass by itself is thrown.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The connection string is none.</exception>
    /// <exception cref="JournalUnavailableException">The server refuses the user or the database, or the file cannot be.</exception>
    public async Task OpenNowOrLaterAsync()
    {
        var first = OpenAsync(_closing.Token);
        try
        {
            await first.WaitAsync(StartWaitsFor, time);
            return;
        }
        catch (TimeoutException fault) when (!first.IsCompleted)
        {
            LogNotOpen(fault.Message);
        }
        catch (JournalUnavailableException fault) when (OpeningFault.MayPass(fault))
        {
            LogNotOpen(fault.Message);
        }

        _opening = Task.Run(() => OpenLaterAsync(first));
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _opening;
        if (_opened is not null)
        {
            await _opened.DisposeAsync();
        }
    }

    private async Task OpenLaterAsync(Task attempt)
    {
        string? lastFault = null;
        while (true)
        {
            try
            {
                await attempt;
                LogOpen();
                return;
            }
            catch (Exception fault) when (!_closing.IsCancellationRequested)
            {
                // Storage that answers by now may say what is wrong with it; whoever mends that need not restart this process.
                if (fault is not JournalUnavailableException unavailable || !OpeningFault.MayPass(unavailable))
                {
                    LogCannotBeOpened(fault.Message == lastFault ? LogLevel.Debug : LogLevel.Error, fault);
                    lastFault = fault.Message;
                }
            }
            catch (Exception fault) when (fault is OperationCanceledException or JournalUnavailableException)
            {
                return;
            }

            await Task.Delay(Pause, time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_closing.IsCancellationRequested)
            {
                return;
            }

            attempt = OpenAsync(_closing.Token);
        }
    }

    private QueueBounds Queue => new()
    {
        MaxWrites = options.Limits.MaxQueuedAppends,
        MaxBytes = options.Limits.MaxBodyBytesInFlight,
    };

    private RejectionBounds Bounds => new() { MaxCount = options.Rejections.MaxCount, MaxBytes = options.Rejections.MaxBytes };

    private async Task<IJournalStorage> OpenSqliteAsync() => await SqliteJournal.OpenAsync(
        new SqliteJournalOptions
        {
            ConnectionString = options.SqliteConnectionString(directory),
            Rejections = Bounds,
            Queue = Queue,
        },
        loggers,
        time);

    private async Task<IJournalStorage> OpenPostgresAsync(CancellationToken cancellationToken) => await PostgresJournal.OpenAsync(
        new PostgresJournalOptions
        {
            ConnectionString = options.Storage.ConnectionString!,
            Rejections = Bounds,
            Queue = Queue,
        },
        loggers,
        time,
        cancellationToken);

    [LoggerMessage(410, LogLevel.Warning, "The journal cannot be opened yet ({Fault}); callbacks are kept in the spool until it can")]
    private partial void LogNotOpen(string fault);

    [LoggerMessage(411, LogLevel.Information, "The journal is open")]
    private partial void LogOpen();

    [LoggerMessage(EventId = 412, Message = "The journal cannot be opened; it is tried again every second")]
    private partial void LogCannotBeOpened(LogLevel level, Exception fault);
}

/// <summary>Adds the parts of the journal.</summary>
internal static class JournalStorageServices
{
    public static void AddJournalStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider => new JournalStorage(
            provider.GetRequiredService<GroupExitOptions>(),
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<ISnapshots>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<IHistory>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<IRejections>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<IAdministration>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<IStatistics>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<IRollups>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<ISubscriptions>(provider => provider.GetRequiredService<JournalStorage>().Journal);
        services.AddSingleton<IDeliveries>(provider => provider.GetRequiredService<JournalStorage>().Journal);
    }
}
