namespace GroupExitGrains.Membership;

/// <summary>Where entries of the journal are sent as they come, and which.</summary>
public sealed record Subscription
{
    /// <summary>Names it for good: 32 hexadecimal digits that ascend with time.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where each event is posted to.</summary>
    public required string Url { get; init; }

    /// <summary>Which entries it is about.</summary>
    public SubscriptionFilter Filter { get; init; } = new();

    /// <summary>How an event is put into a request.</summary>
    public DeliveryMode Mode { get; init; } = DeliveryMode.Structured;

    /// <summary>Whether it delivers.</summary>
    public SubscriptionState State { get; init; } = SubscriptionState.Active;

    /// <summary>Why it does not, in words.</summary>
    public string? StateReason { get; init; }

    /// <summary>What its requests are signed with, the newest first.</summary>
    public required IReadOnlyList<SigningSecret> Secrets { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Counts its changes. Whoever delivers starts anew when it has moved.</summary>
    public long Revision { get; init; } = 1;
}

/// <summary>A secret that requests are signed with, kept as it is: a signature cannot be made from less.</summary>
/// <param name="Value">The secret as its receiver has it, <c>whsec_</c> and base64.</param>
/// <param name="Until">Until when it signs beside a newer one; absent: until it is replaced.</param>
public sealed record SigningSecret(string Value, DateTimeOffset? Until)
{
    /// <summary>Says nothing of the secret: what is logged or shown by mistake gives nothing away.</summary>
    public override string ToString() => Until is { } until ? $"a secret until {until:O}" : "a secret";
}

/// <summary>Which entries a subscription is about. What is empty or absent admits everything.</summary>
public sealed record SubscriptionFilter
{
    /// <summary>Of one of these sources.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Of one of these kinds.</summary>
    public IReadOnlyList<EntryKind> Kinds { get; init; } = [];

    /// <summary>Of groups whose id starts so; case matters.</summary>
    public string? GroupPrefix { get; init; }

    /// <summary>By this operator.</summary>
    public string? OperatorId { get; init; }

    /// <summary>Whether the subscription is about an entry.</summary>
    public bool Admits(AuditEntry audit) =>
        (Sources.Count == 0 || Sources.Contains(audit.Facts.Group.Source, StringComparer.Ordinal))
        && (Kinds.Count == 0 || Kinds.Contains(audit.Entry.Kind))
        && (string.IsNullOrEmpty(GroupPrefix) || audit.Facts.Group.GroupId.StartsWith(GroupPrefix, StringComparison.Ordinal))
        && (string.IsNullOrEmpty(OperatorId) || audit.Facts.OperatorId == OperatorId);
}

/// <summary>How an event is put into a request (CloudEvents 1.0, HTTP protocol binding). The numbers are stored.</summary>
public enum DeliveryMode : byte
{
    /// <summary>The body is the whole event as JSON.</summary>
    Structured = 1,

    /// <summary>The body is the event's data; its attributes are headers.</summary>
    Binary = 2,
}

/// <summary>Whether a subscription delivers. The numbers are stored.</summary>
public enum SubscriptionState : byte
{
    /// <summary>It does.</summary>
    Active = 1,

    /// <summary>Somebody paused it; it goes on from where it was.</summary>
    Paused = 2,

    /// <summary>Its receiver said that it is gone; it goes on from where it was if somebody resumes it.</summary>
    Disabled = 3,
}
