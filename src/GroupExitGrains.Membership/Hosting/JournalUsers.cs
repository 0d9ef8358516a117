namespace GroupExitGrains.Membership;

/// <summary>Answers about users from the journal's index by user.</summary>
public sealed class JournalUsers(IHistory history) : IUsers
{
    /// <inheritdoc/>
    public Task<UserSummary?> FindAsync(UserKey user, CancellationToken cancellationToken) =>
        history.UserAsync(user, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<AuditEntry>> HistoryAsync(UserKey user, AuditQuery query, CancellationToken cancellationToken) =>
        history.PageAsync(query with { Source = user.Source, UserId = user.UserId }, cancellationToken);
}
