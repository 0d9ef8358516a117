using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;

namespace GroupExitGrains.Standalone;

/// <summary>The whole of it in one process: journal, ledgers, webhooks and admin API.</summary>
internal sealed class StandaloneApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandaloneApp(WebApplication app, GroupExitOptions options, AdminKeyFile? adminKey)
    {
        _app = app;
        Options = options;
        AdminKey = adminKey;
    }

    public GroupExitOptions Options { get; }

    /// <summary>The admin key that was made, by this start or an earlier one; null where keys are configured.</summary>
    public AdminKeyFile? AdminKey { get; }

    /// <summary>Where it listens.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    public IServiceProvider Services => _app.Services;

    /// <summary>Reads the settings and puts everything together; nothing is opened yet.</summary>
    /// <exception cref="ConfigurationFaultException">A setting is wrong.</exception>
    public static StandaloneApp Build(string[] args, string directory)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = directory,

            // Watching the settings' folder for changes would watch every write to the journal that lies in it.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        RefuseRole(args);
        var options = builder.Configuration.ReadStandaloneOptions(args, directory);
        var adminKey = options.Admin.Keys.Count == 0 ? AdminKeyFile.ReadOrCreate(Path.Combine(directory, options.DataDirectory)) : null;
        if (adminKey is not null)
        {
            options.Admin.Keys.Add(adminKey.ToOptions());
        }

        var start = new StartProgress();
        builder.Logging.ClearProviders().AddGroupExitLogging().LeaveStartFaultsTo(start);
        builder.Services.AddSingleton(start);
        builder.AddTelemetry(options, "standalone");
        builder.Services.AddSingleton(options.Duplicates.ToLedgerOptions());
        builder.Services.AddSingleton(new LocalGroupsOptions { MaxActiveGroups = options.Limits.MaxActiveGroups });
        builder.Services.AddJournalStorage();
        builder.Services.AddSingleton<LocalGroups>();
        builder.Services.AddSpoolBefore<LocalGroups>(options, directory, new CallbackSpoolOptions().DrainDepth);
        builder.Services.AddSingleton<IUsers, JournalUsers>();
        builder.Services.AddHostedService<GroupUpkeep>();
        builder.Services.AddSingleton<SubscriptionRunning>();
        builder.Services.AddHostedService<LocalSubscriptions>();
        builder.Services.AddGroupExitWeb(options);

        var app = builder.Build();
        app.MapGroupExit();
        return new StandaloneApp(app, options, adminKey);
    }

    // The settings of both hosts are read alike, and this one would ignore it.
    private static void RefuseRole(string[] args)
    {
        if (Array.Exists(args, arg => arg.Split('=')[0].Equals("--role", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ConfigurationFaultException("--role is not a setting of this program: GroupExitGrains.Silo has roles");
        }
    }

    /// <summary>Opens the spool and, now or when it can be reached, the journal, and listens.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _app.Services.GetRequiredService<IGroups>();
        await _app.Services.GetRequiredService<JournalStorage>().OpenNowOrLaterAsync();
        await _app.StartAsync(cancellationToken);
        _app.Services.GetRequiredService<StartProgress>().Done();
    }

    /// <summary>Returns when the process was told to stop and has answered what it had accepted.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Does what telling the process to stop does.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>Closes the ledgers, which leaves their snapshots, and the journal.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
