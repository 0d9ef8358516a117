using GroupExitGrains.Grains;
using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Membership;
using GroupExitGrains.Silo.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;

namespace GroupExitGrains.Cluster.Tests.Hosting;

/// <summary>
/// Silos in this process and a client of theirs, each silo with a journal of its own on one PostgreSQL, as processes on
/// several machines would have.
/// </summary>
internal sealed class GroupCluster : IAsyncDisposable
{
    /// <summary>A machine that is busy with other tests is not a silo that is slow.</summary>
    private static readonly ClusterGroupsOptions Patient = new() { RecordWithin = TimeSpan.FromSeconds(5) };

    private readonly string _connectionString;
    private readonly Queue<PostgresJournal> _unused = new();
    private readonly List<PostgresJournal> _journals = [];
    private readonly Dictionary<string, SeverableJournal> _bySilo = new(StringComparer.Ordinal);
    private InProcessTestCluster? _cluster;

    private GroupCluster(string connectionString) => _connectionString = connectionString;

    public IReadOnlyList<InProcessSiloHandle> Silos => [.. Cluster.Silos];

    /// <summary>The groups as a gateway sees them.</summary>
    public IGroups Groups { get; private set; } = null!;

    /// <summary>The users as a gateway sees them.</summary>
    public IUsers Users { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    /// <summary>What is durable, seen past the cluster.</summary>
    public IJournalStorage Storage => _journals[0];

    private InProcessTestCluster Cluster => _cluster!;

    /// <summary>The same through a journal that was not there in times of trouble.</summary>
    public async Task<IJournalStorage> OpenStorageAsync() => await OpenJournalAsync();

    public static async Task<GroupCluster> StartAsync(
        string connectionString, int silos, Action<ISiloBuilder>? configure = null)
    {
        var cluster = new GroupCluster(connectionString);
        try
        {
            // One more than there are silos, to look past them.
            await cluster.OpenJournalsAsync(silos + 1);
            cluster._unused.Dequeue();
            await OrleansSchema.ApplyAsync(connectionString, TestContext.Current.CancellationToken);
            await cluster.DeployAsync(silos, configure);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The groups as the webhooks of a silo see them.</summary>
    public static IGroups GroupsAt(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGroups>();

    public async Task<InProcessSiloHandle> AddSiloAsync()
    {
        await OpenJournalsAsync(1);
        return await Cluster.StartAdditionalSiloAsync();
    }

    /// <summary>Lets a silo leave in order: its grains close, their snapshots are kept.</summary>
    public Task StopSiloAsync(InProcessSiloHandle silo) => Cluster.StopSiloAsync(silo, TestContext.Current.CancellationToken);

    /// <summary>Lets a silo die, with what it has on its way to storage.</summary>
    public Task KillSiloAsync(InProcessSiloHandle silo)
    {
        _bySilo[silo.Name].Sever();
        return Cluster.KillSiloAsync(silo, TestContext.Current.CancellationToken);
    }

    /// <summary>The silo that a group is active on.</summary>
    public async Task<InProcessSiloHandle> SiloOfAsync(GroupKey group)
    {
        var management = Grains.GetGrain<IManagementGrain>(0);
        var address = await management.GetActivationAddress(Grain(group));
        return Silos.Single(silo => silo.SiloAddress.Equals(address));
    }

    public Task DeactivateAsync(GroupKey group) => Cluster.DeactivateAsync(Grain(group));

    /// <summary>Completes when a group is active nowhere.</summary>
    public Task DeactivatedAsync(GroupKey group) => Cluster.WaitForDeactivationAsync(Grain(group));

    public async Task<bool> IsActiveAsync(GroupKey group) =>
        await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(Grain(group)) is not null;

    public Task MoveAsync(GroupKey group, InProcessSiloHandle to) => Cluster.MigrateAsync(Grain(group), to.SiloAddress);

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        foreach (var journal in _journals)
        {
            await journal.DisposeAsync();
        }
    }

    private IGroupGrain Grain(GroupKey group) => Grains.GetGrain<IGroupGrain>(GroupGrainKey.Of(group));

    private async Task DeployAsync(int silos, Action<ISiloBuilder>? configure)
    {
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            ConfigureSilo(options.SiloName, silo);
            configure?.Invoke(silo);
        });
        builder.ConfigureClient(client => client.Services.AddSingleton(new LedgerOptions()).AddClusterGroups());
        _cluster = builder.Build();
        await _cluster.DeployAsync(TestContext.Current.CancellationToken);
        var calls = new GrainCalls(TimeProvider.System, NullLogger<GrainCalls>.Instance);
        Groups = new ClusterGroups(_cluster.Client, calls, new LedgerOptions(), Patient);
        Users = new ClusterUsers(_cluster.Client, calls);
    }

    private void ConfigureSilo(string name, ISiloBuilder silo)
    {
        lock (_unused)
        {
            var journal = _unused.Dequeue();
            _bySilo[name] = new SeverableJournal(journal);
            silo.Services
                .AddSingleton<IJournal>(_bySilo[name])
                .AddSingleton(journal.Snapshots)
                .AddSingleton(journal.History)
                .AddSingleton(new LedgerOptions())
                .AddSingleton(Patient);
        }

        // All but the membership of the test host, which needs no time to notice that a silo is gone.
        silo.UsePostgresState(_connectionString);
        silo.AddGroupGrains();
    }

    private async Task OpenJournalsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var journal = await OpenJournalAsync();
            _journals.Add(journal);
            _unused.Enqueue(journal);
        }
    }

    private Task<PostgresJournal> OpenJournalAsync() => PostgresJournal.OpenAsync(
        new() { ConnectionString = _connectionString },
        NullLoggerFactory.Instance,
        TimeProvider.System,
        TestContext.Current.CancellationToken);
}
