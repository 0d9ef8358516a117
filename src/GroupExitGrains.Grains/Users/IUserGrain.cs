using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>One user of one source. The key is the source, percent-encoded, a slash, and the user id.</summary>
[Alias("groupexit.user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Groups now and counts of exits; null for a user never heard of.</summary>
    [Alias("find")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<UserSummary?> FindAsync(CancellationToken cancellationToken);

    /// <summary>A page of the user's history over all groups. The query's source and user are ignored.</summary>
    [Alias("history")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<Page<AuditEntry>> HistoryAsync(AuditQuery query, CancellationToken cancellationToken);
}
