using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>The journal that is configured. It is opened once, before anything asks for a part of it, and closed last of all.</summary>
internal sealed class JournalStorage(
    GroupExitOptions options, IHostEnvironment environment, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private IJournalStorage? _opened;

    public IJournalStorage Opened => _opened ?? throw new InvalidOperationException("The journal is not open yet.");

    public async Task OpenAsync() => _opened = await OpenSqliteAsync();

    public ValueTask DisposeAsync() => _opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<IJournalStorage> OpenSqliteAsync()
    {
        try
        {
            return await SqliteJournal.OpenAsync(
                new SqliteJournalOptions { ConnectionString = options.SqliteConnectionString(environment.ContentRootPath) },
                loggers,
                time);
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationFaultException($"{GroupExitOptions.Section}:Storage:ConnectionString: {fault.Message}", fault);
        }
    }
}

/// <summary>Adds the parts of the journal.</summary>
internal static class JournalStorageServices
{
    public static void AddJournalStorage(this IServiceCollection services)
    {
        services.AddSingleton<JournalStorage>();
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Journal);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Snapshots);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.History);
        services.AddSingleton(provider => provider.GetRequiredService<JournalStorage>().Opened.Rejections);
    }
}
