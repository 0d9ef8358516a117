using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>
/// One group of one source: its current membership and all that can be asked of it. The key is <see cref="GroupGrainKey"/>'s.
/// </summary>
[Alias("groupexit.group")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>Records a callback. Returns when it is durable; a repetition only when the original is.</summary>
    /// <exception cref="JournalUnavailableException">It could not be made durable, or it is not known whether it was.</exception>
    [Alias("record")]
    [ResponseTimeout(CallDeadlines.QuickText)]
    Task<Receipt> RecordAsync(Callback callback);

    /// <summary>The same for a callback that names so many users that it may take longer, such as an import.</summary>
    /// <exception cref="JournalUnavailableException">It could not be made durable, or it is not known whether it was.</exception>
    [Alias("record-large")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<Receipt> RecordLargeAsync(Callback callback);

    /// <summary>What is known of the group; null if it has never been heard of.</summary>
    [Alias("find")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<GroupSummary?> FindAsync();

    /// <summary>Current members by user id, those after <paramref name="after"/>; null for an unknown group.</summary>
    [Alias("members")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<Page<Member>?> MembersAsync(string? after, int limit);

    /// <summary>One current member; null if the user is not known to be one.</summary>
    [Alias("member")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<Member?> MemberAsync(string userId);

    /// <summary>A page of the group's history; null for an unknown group. The query's group is ignored.</summary>
    [Alias("history")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task<Page<AuditEntry>?> HistoryAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Walks the group's hash chain; null for an unknown group.</summary>
    [Alias("verify")]
    [ResponseTimeout(CallDeadlines.VerifyText)]
    Task<Verification?> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>Takes up a callback whose entries are not all appended yet.</summary>
    [Alias("resume")]
    [ResponseTimeout(CallDeadlines.LargeText)]
    Task ResumeAsync();
}
