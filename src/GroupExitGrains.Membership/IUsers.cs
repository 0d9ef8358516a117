namespace GroupExitGrains.Membership;

/// <summary>What can be asked about a user over all groups of a source.</summary>
public interface IUsers
{
    /// <summary>Groups now and counts of exits; null for a user never heard of.</summary>
    Task<UserSummary?> FindAsync(UserKey user, CancellationToken cancellationToken);

    /// <summary>A page of the user's history over all groups, by position. The query's source and user are ignored.</summary>
    Task<Page<AuditEntry>> HistoryAsync(UserKey user, AuditQuery query, CancellationToken cancellationToken);
}
