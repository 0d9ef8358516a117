namespace GroupExitGrains.Membership;

/// <summary>Which groups. They come by source, then group id, in order of their UTF-8 bytes.</summary>
public sealed record GroupQuery
{
    /// <summary>Of this source.</summary>
    public string? Source { get; init; }

    /// <summary>In this state.</summary>
    public GroupStatus? Status { get; init; }

    /// <summary>With an id that starts so (ordinal).</summary>
    public string? Prefix { get; init; }

    /// <summary>Continue behind this group, exclusive.</summary>
    public GroupKey? After { get; init; }

    /// <summary>The most groups to return.</summary>
    public int Limit { get; init; } = 50;
}
