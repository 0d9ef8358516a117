namespace GroupExitGrains.Membership;

/// <summary>What can be asked of the journal over many groups. Only what is durable is seen.</summary>
public interface IHistory
{
    /// <summary>A page of entries.</summary>
    Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>A page of group summaries. <see cref="Page{T}.Next"/> is set to any text if there are more; continue behind the last item.</summary>
    Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken);

    /// <summary>A user's groups and exits; null for a user without entries.</summary>
    Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken);

    /// <summary>Totals per source, of those that have any.</summary>
    Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken);

    /// <summary>Fails if storage cannot take a write now.</summary>
    /// <exception cref="JournalUnavailableException">Storage could not be reached or written.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What one source has sent.</summary>
/// <param name="Source">The source.</param>
/// <param name="Recorded">Callbacks recorded, those without entries included.</param>
/// <param name="Duplicates">Callbacks that repeated another.</param>
/// <param name="Joined">Applied joins.</param>
/// <param name="Exits">Applied exits per kind.</param>
/// <param name="LastReceivedAt">When the latest callback was received.</param>
public sealed record SourceTotals(
    string Source, long Recorded, long Duplicates, long Joined, ExitCounts Exits, DateTimeOffset LastReceivedAt);
