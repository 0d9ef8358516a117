using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal;

/// <summary>
/// One opened journal: what ledgers append to, and what is read from it. Disposing it first makes durable what was
/// accepted, then lets go of the storage.
/// </summary>
public interface IJournalStorage : IAsyncDisposable
{
    /// <summary>The append-only history.</summary>
    IJournal Journal { get; }

    /// <summary>The groups' latest snapshots, beside the history.</summary>
    ISnapshots Snapshots { get; }

    /// <summary>Questions over many groups.</summary>
    IHistory History { get; }

    /// <summary>What was refused.</summary>
    IRejections Rejections { get; }

    /// <summary>Keys to the admin API, and what was changed through it.</summary>
    IAdministration Administration { get; }

    /// <summary>Counts over the history.</summary>
    IStatistics Statistics { get; }

    /// <summary>What carries those counts on.</summary>
    IRollups Rollups { get; }

    /// <summary>Where entries are sent as they come.</summary>
    ISubscriptions Subscriptions { get; }

    /// <summary>How far those have come.</summary>
    IDeliveries Deliveries { get; }
}
