using GroupExitGrains.Journal.Opening;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>The web part on a real server, on the loopback, over storage that does as it is told.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(GroupExitOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddGroupExitLogging();
        builder.Logging.AddFilter<LogLines>(category: null, LogLevel.Trace);
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IGroups>(Groups);
        builder.Services.AddSingleton<IRejections>(Rejections);
        builder.Services.AddSingleton<IHistory>(History);
        builder.Services.AddSingleton<ISpool>(Spool);
        builder.Services.AddSingleton<IUsers, JournalUsers>();
        builder.Services.AddSingleton<IAdministration>(new NoAdministration());
        builder.Services.AddSingleton<IStatistics>(new LateJournal());
        builder.Services.AddSingleton<ISubscriptions>(new LateJournal());
        builder.Services.AddSingleton<IRollups>(new NothingToCount());
        builder.Services.AddSingleton<IJournal>(_ => throw new InvalidOperationException("No webhook asks the journal."));
        builder.Services.AddGroupExitWeb(options);
        _app = builder.Build();
        _app.MapGroupExit();
        _app.MapGet("/a-route", () => "").ExcludeFromDescription().Add(_ => AreRoutesMade = true);
    }

    /// <summary>Something has asked for the routes, and they were made.</summary>
    public bool AreRoutesMade { get; private set; }

    public RecordingGroups Groups { get; } = new();

    public RecordingRejections Rejections { get; } = new();

    public CheckedHistory History { get; } = new();

    public ToldSpool Spool { get; } = new();

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<WebHost> StartAsync(params string[] settings)
    {
        var options = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
                .Select(pair => KeyValuePair.Create<string, string?>($"GroupExit:{pair[0]}", pair[1])))
            .Build()
            .ReadGroupExitOptions();
        options.AddDefaultSources();
        var host = new WebHost(options);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Client.BaseAddress = new Uri(host._app.Urls.Single());
        return host;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
