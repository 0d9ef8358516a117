namespace GroupExitGrains.Membership;

/// <summary>
/// What all entries of one callback share. Its canonical bytes (<see cref="CallbackFactsCodec"/>) are what is stored and
/// what each entry's hash covers.
/// </summary>
public sealed record CallbackFacts
{
    /// <summary>The callback.</summary>
    public required CallbackId CallbackId { get; init; }

    /// <summary>The group.</summary>
    public required GroupKey Group { get; init; }

    /// <summary>What the callback reports.</summary>
    public required ChangeKind Change { get; init; }

    /// <summary>The vendor's command as sent.</summary>
    public required string Command { get; init; }

    /// <summary>The vendor's operation id.</summary>
    public string? OperationId { get; init; }

    /// <summary>Time of receipt, UTC, whole milliseconds.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The vendor's time, UTC, whole milliseconds.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Who acted.</summary>
    public string? OperatorId { get; init; }

    /// <summary>How <see cref="OperatorId"/> is known.</summary>
    public OperatorBasis OperatorBasis { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Address of the client that acted.</summary>
    public string? ClientIp { get; init; }

    /// <summary>Platform of the client that acted.</summary>
    public string? ClientPlatform { get; init; }

    /// <summary>The group's type.</summary>
    public string? GroupType { get; init; }

    /// <summary>The group's membership cannot be tracked.</summary>
    public bool Untracked { get; init; }

    /// <summary>The callback listed the whole membership.</summary>
    public bool ListsAllMembers { get; init; }

    /// <summary>The owner before a transfer.</summary>
    public string? OldOwnerId { get; init; }

    /// <summary>The old owner took the role that the new owner had.</summary>
    public bool OwnersSwapRoles { get; init; }

    /// <summary>Tells the callback from its repetition.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>What the fingerprint rests on.</summary>
    public required DuplicateWindow Window { get; init; }

    /// <summary>SHA-256 of the canonical bytes of the raw request (<see cref="RawRequestCodec"/>).</summary>
    public required EntryHash RequestDigest { get; init; }

    /// <summary>
    /// The time of the change: the vendor's unless it is more than five minutes ahead of the time of receipt, which
    /// then stands in for it.
    /// </summary>
    public DateTimeOffset ChangedAt =>
        OccurredAt is { } occurredAt && occurredAt <= ReceivedAt + AllowedLead ? occurredAt : ReceivedAt;

    /// <summary>How far a vendor's clock may run ahead before its time is no longer believed.</summary>
    public static TimeSpan AllowedLead { get; } = TimeSpan.FromMinutes(5);
}
