using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>The journal that is configured. It is opened once, before anything asks for a part of it, and closed last of all.</summary>
internal sealed class JournalStorage(
    GroupExitOptions options, string directory, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private IJournalStorage? _opened;

    public IJournalStorage Opened => _opened ?? throw new InvalidOperationException("The journal is not open yet.");

    /// <exception cref="ConfigurationFaultException">The connection string is none.</exception>
    /// <exception cref="GroupExitGrains.Membership.JournalUnavailableException">Storage could not be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            _opened = options.Storage.Provider == StorageProvider.Postgres
                ? await OpenPostgresAsync(cancellationToken)
                : await OpenSqliteAsync();
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationFaultException($"{GroupExitOptions.Section}:Storage:ConnectionString: {fault.Message}", fault);
        }
    }

    public ValueTask DisposeAsync() => _opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    private RejectionBounds Bounds => new() { MaxCount = options.Rejections.MaxCount, MaxBytes = options.Rejections.MaxBytes };

    private async Task<IJournalStorage> OpenSqliteAsync() => await SqliteJournal.OpenAsync(
        new SqliteJournalOptions { ConnectionString = options.SqliteConnectionString(directory), Rejections = Bounds },
        loggers,
        time);

    private async Task<IJournalStorage> OpenPostgresAsync(CancellationToken cancellationToken) => await PostgresJournal.OpenAsync(
        new PostgresJournalOptions { ConnectionString = options.Storage.ConnectionString!, Rejections = Bounds },
        loggers,
        time,
        cancellationToken);
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
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Journal);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Snapshots);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.History);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Rejections);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Administration);
    }
}
