namespace GroupExitGrains.Membership;

/// <summary>What this process keeps on local disk until the journal takes it. Safe for concurrent use, and asks no journal.</summary>
public interface ISpool
{
    /// <summary>What waits now.</summary>
    SpoolStatus Status { get; }

    /// <summary>
    /// The journal is there, and has been given much that waited: until all of it is there, those who send too much would
    /// only make it wait longer. Costs nothing to ask.
    /// </summary>
    bool IsCatchingUp { get; }

    /// <summary>A callback that waits; null if none with this id does.</summary>
    /// <exception cref="IOException">The disk could not be read.</exception>
    Callback? Find(CallbackId id);
}
