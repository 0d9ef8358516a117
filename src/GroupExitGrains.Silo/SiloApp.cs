using GroupExitGrains.Grains;
using GroupExitGrains.Membership;
using GroupExitGrains.Silo.Clustering;
using GroupExitGrains.Silo.Postgres;
using GroupExitGrains.Standalone;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;

namespace GroupExitGrains.Silo;

/// <summary>One process of a cluster: journal, webhooks and admin API, with grains in it or as a client of those that have them.</summary>
internal sealed class SiloApp : IAsyncDisposable
{
    /// <summary>Of the time in which a webhook answers, what its group's grain gets: the rest is for saying so.</summary>
    private const double RecordShare = 0.9;

    private readonly WebApplication _app;

    private SiloApp(WebApplication app, GroupExitOptions options, AdminKeyFile? adminKey)
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
    public static SiloApp Build(string[] args, string directory)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = directory,

            // Watching the settings' folder for changes would watch every write to the journal that lies in it.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        var options = builder.Configuration.ReadStandaloneOptions(args, directory);
        var role = builder.Configuration.ReadRole(options);
        var adminKey = options.Admin.Keys.Count == 0 ? AdminKeyFile.ReadOrCreate(Path.Combine(directory, options.DataDirectory)) : null;
        if (adminKey is not null)
        {
            options.Admin.Keys.Add(adminKey.ToOptions());
        }

        var start = new StartProgress();
        builder.Logging.ClearProviders().AddGroupExitLogging().AddOrleansLogging().LeaveStartFaultsTo(start);
        builder.Services.AddSingleton(start);
        builder.AddTelemetry(options, role == HostRole.Silo ? "silo" : "gateway");
        builder.Services.AddSingleton(options.Duplicates.ToLedgerOptions());
        builder.Services.AddSingleton(new ClusterGroupsOptions { RecordWithin = options.AnswerWithin * RecordShare });
        builder.Services.AddJournalStorage();

        // Before the web: grains answer until the last request is answered, then the silo leaves.
        if (role == HostRole.Silo)
        {
            builder.UseOrleans(silo => silo.AddGroupGrains().AddSubscriptionGrains().UseClusterOf(options));
        }
        else
        {
            builder.Services.AddClusterGroups();
            builder.UseOrleansClient(client => client.UseClusterOf(options));
        }

        // Calls to a grain may overtake each other.
        builder.Services.AddSpoolBefore<ClusterGroups>(options, directory, depth: 1);

        builder.Services.AddClusterReadiness();
        builder.Services.AddClusterSubscriptions();
        builder.Services.AddGroupExitWeb(options);

        var app = builder.Build();
        app.MapGroupExit();
        return new SiloApp(app, options, adminKey);
    }

    /// <summary>Opens the spool and the journal, joins the cluster and listens.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _app.Services.GetRequiredService<IGroups>();
        await _app.Services.GetRequiredService<JournalStorage>().OpenAsync(cancellationToken);
        if (Options.Storage.Provider == StorageProvider.Postgres)
        {
            await OrleansSchema.ApplyAsync(Options.Storage.ConnectionString!, cancellationToken);
        }

        await _app.StartAsync(cancellationToken);
        _app.Services.GetRequiredService<StartProgress>().Done();
    }

    /// <summary>Returns when the process was told to stop, has answered what it had accepted and has left the cluster.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Does what telling the process to stop does.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>Closes the journal.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
