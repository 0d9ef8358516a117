namespace GroupExitGrains.Membership;

/// <summary>Which rejections, in which order. Absent criteria admit everything; those given all hold.</summary>
public sealed record RejectionQuery
{
    /// <summary>Of one of these sources.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>For this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Oldest first; else newest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Continue behind this one, exclusive, whether or not it is still kept.</summary>
    public CallbackId? After { get; init; }

    /// <summary>The most to return.</summary>
    public int Limit { get; init; } = 50;
}
