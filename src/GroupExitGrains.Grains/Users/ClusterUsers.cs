using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>Users behind grains of a cluster.</summary>
public sealed class ClusterUsers(IGrainFactory grains, GrainCalls calls) : IUsers
{
    /// <inheritdoc/>
    public Task<UserSummary?> FindAsync(UserKey user, CancellationToken cancellationToken) =>
        calls.AskAsync(Grain(user), grain => grain.FindAsync(cancellationToken), CallDeadlines.Large, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<AuditEntry>> HistoryAsync(UserKey user, AuditQuery query, CancellationToken cancellationToken) =>
        calls.AskAsync(
            Grain(user), grain => grain.HistoryAsync(query, cancellationToken), CallDeadlines.Large, cancellationToken);

    private IUserGrain Grain(UserKey user) => grains.GetGrain<IUserGrain>(ScopedKey.Of(user.Source, user.UserId));
}
