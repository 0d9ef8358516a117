using System.Globalization;
using GroupExitGrains.Cluster.Tests.Processes;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Standalone.Tests.Subscriptions;

namespace GroupExitGrains.Cluster.Tests.Subscriptions;

/// <summary>Silos that deliver, each a process.</summary>
internal sealed class SiloProcesses(TestSchema schema) : IAsyncDisposable
{
    private readonly List<SiloProcess> _started = [];
    private readonly List<SiloProcess> _all = [];

    /// <summary>Those that are there.</summary>
    public IReadOnlyList<SiloProcess> All => _all;

    public static async Task<SiloProcesses> StartAsync(TestSchema schema, int count)
    {
        var silos = new SiloProcesses(schema);
        for (var i = 0; i < count; i++)
        {
            var silo = await SiloProcess.StartAsync(schema.ConnectionString, SubscriptionClient.Settings);
            silos._started.Add(silo);
            silos._all.Add(silo);
        }

        return silos;
    }

    /// <summary>A silo is gone.</summary>
    public void Left(SiloProcess silo) => _all.Remove(silo);

    /// <summary>The one that holds the only subscription there is, as soon as one does of those that are there.</summary>
    public async Task<SiloProcess> DeliveringAsync()
    {
        while (true)
        {
            // A holder's text is its machine, its process and something that is its own.
            var owners = await schema.QueryAsync<string>("SELECT coalesce(owner, '//') FROM subscriptions");
            var process = owners.ShouldHaveSingleItem().Split('/')[1];
            if (_all.Find(silo => silo.Id.ToString(CultureInfo.InvariantCulture) == process) is { } delivering)
            {
                return delivering;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _started)
        {
            await silo.DisposeAsync();
        }
    }
}
