namespace GroupExitGrains.Membership;

/// <summary>
/// Who may use the admin API beside those in the settings, and everything that was changed through it: an append-only,
/// hash-chained history of its own.
/// </summary>
public interface IAdministration
{
    /// <summary>Appends an action to the history. It is durable when the task completes.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was written.</exception>
    Task<AdminAction> ActAsync(AdminActionDraft action, CancellationToken cancellationToken);

    /// <summary>Keeps a key and the action that made it, both or neither.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was written.</exception>
    Task AddKeyAsync(StoredKey key, AdminActionDraft action, CancellationToken cancellationToken);

    /// <summary>Revokes a key and keeps the action that did so, both or neither; false, without either, if no such key is live.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was written.</exception>
    Task<bool> RevokeKeyAsync(string id, AdminActionDraft action, CancellationToken cancellationToken);

    /// <summary>Every key that was ever made, by id, which is the order in which they were made.</summary>
    Task<IReadOnlyList<StoredKey>> KeysAsync(CancellationToken cancellationToken);

    /// <summary>Actions, newest first; <paramref name="before"/> continues behind a sequence.</summary>
    Task<Page<AdminAction>> ActionsAsync(long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Walks the chain of actions, and holds the keys against the actions that made and revoked them.</summary>
    Task<Verification> VerifyAsync(CancellationToken cancellationToken);
}
