using GroupExitGrains.Grains;
using GroupExitGrains.Membership;
using GroupExitGrains.Standalone;

namespace GroupExitGrains.Silo.Clustering;

internal static class ClusterSubscribing
{
    /// <summary>Tells subscriptions' grains of changes that this process makes. Added behind the journal, before which it stands.</summary>
    public static void AddClusterSubscriptions(this IServiceCollection services) =>
        services.AddSingleton<ISubscriptions>(provider => new ClusterSubscriptions(
            provider.GetRequiredService<JournalStorage>().Journal,
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<ILogger<ClusterSubscriptions>>()));
}
