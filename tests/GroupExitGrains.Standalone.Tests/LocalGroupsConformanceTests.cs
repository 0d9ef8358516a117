using GroupExitGrains.Conformance;
using GroupExitGrains.Membership;
using GroupExitGrains.Standalone.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>The program on SQLite, for all tests of a class; each test has groups of its own.</summary>
public sealed class StandaloneOnSqlite : IAsyncLifetime
{
    private readonly WorkingDirectory _directory = new();
    private RunningApp? _app;

    internal IServiceProvider Services => _app!.App.Services;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(_directory);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _directory.Dispose();
    }
}

/// <summary>What holds of groups holds where their ledgers are in the process.</summary>
public sealed class LocalGroupsConformanceTests(StandaloneOnSqlite standalone) : GroupsConformance, IClassFixture<StandaloneOnSqlite>
{
    protected override IGroups Groups => standalone.Services.GetRequiredService<IGroups>();

    protected override IUsers Users => standalone.Services.GetRequiredService<IUsers>();
}
