namespace GroupExitGrains.Membership;

/// <summary>What is known of a group, as far as it is durable.</summary>
public sealed record GroupSummary
{
    /// <summary>The group.</summary>
    public required GroupKey Group { get; init; }

    /// <summary>The group's type, if the vendor said it.</summary>
    public string? Type { get; init; }

    /// <summary>Whether it exists.</summary>
    public GroupStatus Status { get; init; } = GroupStatus.Active;

    /// <summary>Its membership cannot be tracked.</summary>
    public bool Untracked { get; init; }

    /// <summary>Every member is known.</summary>
    public bool MembershipComplete { get; init; }

    /// <summary>The number of known members.</summary>
    public int MemberCount { get; init; }

    /// <summary>The owner, if known and there is one.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Applied joins.</summary>
    public long Joined { get; init; }

    /// <summary>Applied exits.</summary>
    public ExitCounts Exits { get; init; }

    /// <summary>Callbacks that repeated another.</summary>
    public long Duplicates { get; init; }

    /// <summary>Where the history ends.</summary>
    public GroupHead Head { get; init; }

    /// <summary>When the newest recorded callback was received.</summary>
    public DateTimeOffset LastReceivedAt { get; init; }
}
