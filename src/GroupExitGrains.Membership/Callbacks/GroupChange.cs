namespace GroupExitGrains.Membership;

/// <summary>
/// What one callback says happened to one group, as understood, whichever vendor said it. Absent is absent:
/// nothing here is invented. Ids are well formed (<see cref="VendorId"/>) and free text holds no NUL.
/// </summary>
public sealed record GroupChange
{
    /// <summary>What happened.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The group.</summary>
    public required string GroupId { get; init; }

    /// <summary>
    /// The users named, each once (what is given twice is put together, with the highest role): those who joined, left, were listed as members of a
    /// created or dismissed group (the owner included), whose role changed, or the new owner. May be empty.
    /// </summary>
    public IReadOnlyList<ChangedUser> Users { get; init => field = EachUserOnce.Of(value); } = [];

    /// <summary>
    /// <see cref="Users"/> is the whole membership at the time: true for an import, and for a created group
    /// if the vendor sent its member list.
    /// </summary>
    public bool ListsAllMembers { get; init; }

    /// <summary>The owner before a transfer.</summary>
    public string? OldOwnerId { get; init; }

    /// <summary>
    /// A transfer gives the old owner the role that the new owner had. OpenIM does; others leave it unsaid.
    /// </summary>
    public bool OwnersSwapRoles { get; init; }

    /// <summary>Who acted, if the vendor says.</summary>
    public string? OperatorId { get; init; }

    /// <summary>How <see cref="OperatorId"/> is known.</summary>
    public OperatorBasis OperatorBasis { get; init; }

    /// <summary>Why, in the operator's words.</summary>
    public string? Reason { get; init; }

    /// <summary>When, by the vendor's clock, whole milliseconds UTC. For an import, its <c>asOf</c>.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The group's type in the vendor's current spelling.</summary>
    public string? GroupType { get; init; }

    /// <summary>The vendor keeps no roster for this type of group, so its membership cannot be tracked.</summary>
    public bool Untracked { get; init; }
}
