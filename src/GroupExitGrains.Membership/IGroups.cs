namespace GroupExitGrains.Membership;

/// <summary>
/// The way to the groups' ledgers, wherever they live: in a cache of this process or behind grains of a cluster.
/// Everything that crosses is a small, serialisable message. Reads never show what is not durable yet.
/// </summary>
public interface IGroups
{
    /// <summary>Records a callback in its group's history. Returns when that is durable.</summary>
    /// <exception cref="JournalUnavailableException">
    /// It could not be made durable, or it is not known whether it was; offering the same callback again is safe.
    /// </exception>
    Task<Receipt> RecordAsync(Callback callback, CancellationToken cancellationToken);

    /// <summary>What is known of a group; null if it has never been heard of.</summary>
    Task<GroupSummary?> FindAsync(GroupKey group, CancellationToken cancellationToken);

    /// <summary>Current members by user id (ordinal), those after <paramref name="after"/>; null for an unknown group.</summary>
    Task<Page<Member>?> MembersAsync(GroupKey group, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>One current member; null if the user is not known to be one.</summary>
    Task<Member?> MemberAsync(GroupKey group, string userId, CancellationToken cancellationToken);

    /// <summary>A page of a group's history; null for an unknown group. The query's group is ignored.</summary>
    Task<Page<AuditEntry>?> HistoryAsync(GroupKey group, AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Walks a group's hash chain; null for an unknown group.</summary>
    Task<Verification?> VerifyAsync(GroupKey group, CancellationToken cancellationToken);

    /// <summary>Takes up a callback whose entries are not all appended yet, after a restart.</summary>
    Task ResumeAsync(GroupKey group, CancellationToken cancellationToken);
}
