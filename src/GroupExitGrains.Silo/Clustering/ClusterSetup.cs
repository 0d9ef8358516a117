using System.Net;
using GroupExitGrains.Grains;
using GroupExitGrains.Silo.Postgres;
using GroupExitGrains.Web.Configuration;
using Orleans.Configuration;

namespace GroupExitGrains.Silo.Clustering;

/// <summary>How a process finds the others, and how soon they notice that it is gone.</summary>
internal static class ClusterSetup
{
    public static ISiloBuilder UseClusterOf(this ISiloBuilder silo, GroupExitOptions options)
    {
        var cluster = options.Cluster;
        silo.Configure<GrainCollectionOptions>(grains =>
        {
            grains.DeactivationTimeout = options.DrainWithin;

            // Above four fifths of the memory that the process may have, the least used activations go before their time.
            grains.EnableActivationSheddingOnMemoryPressure = true;
        });
        if (options.Storage.Provider != StorageProvider.Postgres)
        {
            // One silo, without any set-up.
            return silo
                .UseLocalhostClustering(
                    cluster.SiloPort, cluster.GatewayPort, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId)
                .UseInMemoryReminderService()
                .AddJournalSnapshotStorage();
        }

        silo.Configure<Orleans.Configuration.ClusterOptions>(ids => Apply(ids, cluster));
        silo.Configure<ClusterMembershipOptions>(Watch);
        if (cluster.AdvertisedAddress is { } address)
        {
            silo.ConfigureEndpoints(IPAddress.Parse(address), cluster.SiloPort, cluster.GatewayPort);
        }
        else
        {
            silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort);
        }

        return silo.UsePostgres(options.Storage.ConnectionString!);
    }

    public static IClientBuilder UseClusterOf(this IClientBuilder client, GroupExitOptions options)
    {
        client.Configure<Orleans.Configuration.ClusterOptions>(ids => Apply(ids, options.Cluster));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));

        // The silos may come later than the gateway.
        client.UseConnectionRetryFilter(static async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            return true;
        });
        return client.UsePostgres(options.Storage.ConnectionString!);
    }

    private static void Apply(Orleans.Configuration.ClusterOptions ids, Web.Configuration.ClusterOptions cluster) =>
        (ids.ClusterId, ids.ServiceId) = (cluster.ClusterId, cluster.ServiceId);

    /// <summary>
    /// The groups of a silo that died are away until the others are sure of it, so this is the length of the stall: about
    /// 4 s. Sooner, and a long collection of garbage would pass for a death.
    /// </summary>
    private static void Watch(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedProbesLimit = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(20);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }
}
