using GroupExitGrains.Grains;
using GroupExitGrains.Membership;
using GroupExitGrains.Standalone;

namespace GroupExitGrains.Silo.Clustering;

/// <summary>The history, where being able to accept a callback also takes a silo that answers.</summary>
internal sealed class ClusterHistory(IHistory history, IGrainFactory grains) : IHistory
{
    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) =>
        history.PageAsync(query, cancellationToken);

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) =>
        history.GroupsAsync(query, cancellationToken);

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) =>
        history.UserAsync(user, cancellationToken);

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) =>
        history.SourcesAsync(cancellationToken);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await history.CheckAsync(cancellationToken);
        await grains.GetGrain<IPulseGrain>(0).BeatAsync().WaitAsync(cancellationToken);
    }
}

internal static class ClusterReadiness
{
    /// <summary>Makes a process ready only while it reaches grains. Added behind the journal, whose history it stands before.</summary>
    public static void AddClusterReadiness(this IServiceCollection services) =>
        services.AddSingleton<IHistory>(provider => new ClusterHistory(
            provider.GetRequiredService<JournalStorage>().Journal, provider.GetRequiredService<IGrainFactory>()));
}
