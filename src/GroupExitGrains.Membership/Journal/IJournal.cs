namespace GroupExitGrains.Membership;

/// <summary>
/// The append-only history on durable storage, as a ledger uses it. What it returns is durable; what it accepts is durable
/// when the task completes.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Makes an append durable if the group's head is the expected one. Calls for one group are carried out in the order of the
    /// calls; a refused or failed one does not touch other groups. Not cancellable, since the outcome would be unknown.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The outcome is unknown.</exception>
    Task<AppendOutcome> AppendAsync(Append append);

    /// <summary>The group's head row, and the callback that is being appended in parts, if there is one.</summary>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    /// <exception cref="JournalDamagedException">The head row cannot be read back.</exception>
    Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken);

    /// <summary>
    /// Entries of a group with a sequence above <paramref name="afterSequence"/>, in order. With
    /// <paramref name="withRequests"/> the first entry of each callback brings the bytes of its raw request.
    /// </summary>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    /// <exception cref="JournalDamagedException">An entry cannot be read back; what came before it can.</exception>
    IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken);

    /// <summary>A callback by its id; null if the journal does not have it.</summary>
    Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken);

    /// <summary>Groups with a callback that is being appended in parts: a restart resumes them.</summary>
    Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken);
}
