using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace GroupExitGrains.Grains;

/// <summary>Puts groups and users behind grains.</summary>
public static class GroupGrainsExtensions
{
    /// <summary>
    /// Answers <see cref="IGroups"/> and <see cref="IUsers"/> by asking grains. For a silo and for a client; both need
    /// <see cref="LedgerOptions"/>.
    /// </summary>
    public static IServiceCollection AddClusterGroups(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ClusterGroupsOptions());
        services.AddSingleton<GrainCalls>();
        services.AddSingleton<ClusterGroups>();
        services.TryAddSingleton<IGroups>(provider => provider.GetRequiredService<ClusterGroups>());
        services.AddSingleton<IUsers, ClusterUsers>();
        return services;
    }

    /// <summary>
    /// Lets the grains live on a silo. It needs <see cref="IJournal"/>, <see cref="ISnapshots"/>, <see cref="IHistory"/>,
    /// <see cref="LedgerOptions"/>, a grain storage named <see cref="GrainStorage.Snapshots"/> and reminders.
    /// </summary>
    public static ISiloBuilder AddGroupGrains(this ISiloBuilder silo)
    {
        silo.Services.AddClusterGroups();
        silo.AddStartupTask(static (services, _) =>
            services.GetRequiredService<IGrainFactory>().GetGrain<IPendingCallbacksGrain>(0).StartAsync());
        return silo;
    }

    /// <summary>
    /// Delivers for subscriptions, each on one silo of the cluster. It needs <see cref="ISubscriptions"/>,
    /// <see cref="IDeliveries"/>, <see cref="IHistory"/>, <see cref="DeliveryOptions"/> and reminders.
    /// </summary>
    public static ISiloBuilder AddSubscriptionGrains(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<SubscriptionRunning>();
        silo.Services.AddHostedService<SubscriptionWatch>();
        return silo;
    }

    /// <summary>
    /// Keeps the groups' snapshots in the grain storage named <see cref="GrainStorage.SnapshotProvider"/>, with
    /// <see cref="GroupSnapshotSerializer"/>.
    /// </summary>
    public static ISiloBuilder AddSnapshotStorage(this ISiloBuilder silo)
    {
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            GrainStorage.Snapshots,
            static (services, _) => new SnapshotStorage(
                services.GetRequiredKeyedService<IGrainStorage>(GrainStorage.SnapshotProvider)));
        return silo;
    }

    /// <summary>Keeps the groups' snapshots beside the journal: for a single silo whose journal is a file.</summary>
    public static ISiloBuilder AddJournalSnapshotStorage(this ISiloBuilder silo)
    {
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            GrainStorage.Snapshots,
            static (services, _) => new JournalSnapshotStorage(services.GetRequiredService<ISnapshots>()));
        return silo;
    }
}
