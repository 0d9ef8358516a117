namespace GroupExitGrains.Membership;

/// <summary>Keeps each group's latest snapshot. Losing any of them loses time, not history.</summary>
public interface ISnapshots
{
    /// <summary>The group's latest snapshot.</summary>
    Task<Snapshot?> LoadAsync(GroupKey group, CancellationToken cancellationToken);

    /// <summary>Replaces the group's snapshot, unless the stored one is of a later sequence.</summary>
    Task SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken);
}

/// <summary>A group's state at one point of its history.</summary>
/// <param name="Head">The entry it stands at; it counts only if the history has that hash there.</param>
/// <param name="State">The encoded state.</param>
public sealed record Snapshot(GroupHead Head, ReadOnlyMemory<byte> State);
