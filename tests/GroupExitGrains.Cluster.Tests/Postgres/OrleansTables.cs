using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Silo.Postgres;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;

namespace GroupExitGrains.Cluster.Tests.Postgres;

/// <summary>Orleans' own providers over tables of our making, in a schema of the test's own, without a silo around them.</summary>
public abstract class OrleansTables(PostgresFixture postgres) : IAsyncLifetime
{
    private TestSchema? _schema;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal TestSchema Schema => _schema!;

    public async ValueTask InitializeAsync()
    {
        _schema = await postgres.CreateSchemaAsync();
        var name = new NpgsqlConnectionStringBuilder(_schema.ConnectionString).SearchPath;
        await _schema.ExecuteAsync($"CREATE SCHEMA {name}");
        await OrleansSchema.ApplyAsync(_schema.ConnectionString, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_schema is not null)
        {
            await _schema.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The providers of a silo of a new cluster; the host is never started.</summary>
    private protected IHost NewCluster(out string clusterId, Action<ISiloBuilder>? configure = null)
    {
        var id = clusterId = $"cluster-{Guid.NewGuid():N}";
        var host = Host.CreateEmptyApplicationBuilder(settings: null);
        host.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = id);
            silo.UsePostgres(Schema.ConnectionString);
            configure?.Invoke(silo);
        });
        return host.Build();
    }

    /// <summary>The providers of a client of a cluster; the host is never started.</summary>
    private protected IHost NewClient(string clusterId)
    {
        var host = Host.CreateEmptyApplicationBuilder(settings: null);
        host.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = clusterId);
            client.UsePostgres(Schema.ConnectionString);
        });
        return host.Build();
    }
}
