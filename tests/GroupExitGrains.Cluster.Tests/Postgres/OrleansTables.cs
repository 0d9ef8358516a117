using GroupExitGrains.Silo.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace GroupExitGrains.Cluster.Tests.Postgres;

/// <summary>Orleans' own providers over tables of our making, in a database of its own, without a silo around them.</summary>
public sealed class OrleansTables : IAsyncLifetime
{
    private TestDatabase? _database;

    public string ConnectionString => _database!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await OrleansSchema.ApplyAsync(ConnectionString, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The providers of a silo of a new cluster; the host is never started.</summary>
    internal IHost NewCluster(out string clusterId, Action<ISiloBuilder>? configure = null)
    {
        var id = clusterId = $"cluster-{Guid.NewGuid():N}";
        var host = Host.CreateApplicationBuilder();
        host.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = id);
            silo.UsePostgres(ConnectionString);
            configure?.Invoke(silo);
        });
        return host.Build();
    }

    /// <summary>The providers of a client of a cluster; the host is never started.</summary>
    internal IHost NewClient(string clusterId)
    {
        var host = Host.CreateApplicationBuilder();
        host.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = clusterId);
            client.UsePostgres(ConnectionString);
        });
        return host.Build();
    }
}
