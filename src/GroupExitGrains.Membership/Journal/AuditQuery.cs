namespace GroupExitGrains.Membership;

/// <summary>Which audit entries, in which order. Absent criteria admit everything; those given all hold.</summary>
public sealed record AuditQuery
{
    /// <summary>The most entries a page may have.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Of this source.</summary>
    public string? Source { get; init; }

    /// <summary>Of this group; needs <see cref="Source"/>.</summary>
    public string? GroupId { get; init; }

    /// <summary>About this user; needs <see cref="Source"/>.</summary>
    public string? UserId { get; init; }

    /// <summary>Of one of these kinds; empty admits all.</summary>
    public IReadOnlyList<EntryKind> Kinds { get; init; } = [];

    /// <summary>With one of these effects; empty admits all.</summary>
    public IReadOnlyList<EntryEffect> Effects { get; init; } = [];

    /// <summary>By this operator.</summary>
    public string? OperatorId { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Oldest first; else newest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>
    /// Continue behind this entry, exclusive: a sequence if <see cref="GroupId"/> is given, else a position. It is what a
    /// page's <see cref="Page{T}.Next"/> holds, in decimal digits.
    /// </summary>
    public long? After { get; init; }

    /// <summary>The most entries to return, 1 to <see cref="MaxLimit"/>. A page of very long texts may end sooner.</summary>
    public int Limit { get; init; } = 50;
}
