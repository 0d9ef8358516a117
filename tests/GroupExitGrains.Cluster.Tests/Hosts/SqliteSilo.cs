using GroupExitGrains.Conformance;
using GroupExitGrains.Membership;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>A silo as it starts without any set-up.</summary>
public sealed class SqliteSilo : IAsyncLifetime
{
    private Node? _node;

    internal Node Node => _node!;

    public async ValueTask InitializeAsync() => _node = await Node.StartAsync(NodeArguments.SiloOnSqlite());

    public ValueTask DisposeAsync() => _node?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>What holds of groups holds behind the grains of a single silo on SQLite, too.</summary>
public sealed class SqliteSiloConformanceTests(SqliteSilo silo) : GroupsConformance, IClassFixture<SqliteSilo>
{
    protected override IGroups Groups => silo.Node.Services.GetRequiredService<IGroups>();

    protected override IUsers Users => silo.Node.Services.GetRequiredService<IUsers>();
}
