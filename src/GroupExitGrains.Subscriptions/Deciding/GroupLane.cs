using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>What a window knows of one group.</summary>
internal sealed class GroupLane(GroupKey group)
{
    public GroupKey Group => group;

    /// <summary>Entries at hand to be delivered, in order, each with its place in the window while it holds the cursor back.</summary>
    public Queue<(AuditEntry Audit, Place? Place)> Entries { get; } = new();

    /// <summary>Letters at hand.</summary>
    public Queue<DeadLetter> Letters { get; } = new();

    /// <summary>Something is being done for the group.</summary>
    public bool IsBusy { get; set; }

    /// <summary>It stands among those for which something is to be done.</summary>
    public bool IsReady { get; set; }

    /// <summary>The time for which it is queued to be woken.</summary>
    public DateTimeOffset? QueuedFor { get; set; }

    /// <summary>The group is left behind: the cursor does not wait for it.</summary>
    public Lag? Behind { get; set; }

    public bool HasNothing => !IsBusy && !IsReady && Behind is null && Entries.Count == 0 && Letters.Count == 0;
}

/// <summary>Where a group that is left behind is.</summary>
internal sealed class Lag
{
    /// <summary>The next entry that may have to be delivered.</summary>
    public required long Sequence { get; set; }

    /// <summary>None that is to be delivered has a position before this.</summary>
    public required long Position { get; set; }

    /// <summary>The last entry that the window has passed over for it.</summary>
    public required long Until { get; set; }

    /// <summary>Since when it is behind.</summary>
    public required DateTimeOffset Since { get; init; }

    public int Attempts { get; set; }

    public DateTimeOffset? FirstAttemptAt { get; set; }

    public required DateTimeOffset DueAt { get; set; }

    /// <summary>An attempt before that time, to see whether the receiver is back. It is not one of the schedule's.</summary>
    public DateTimeOffset? EarlyAt { get; set; }

    /// <summary>When it goes on.</summary>
    public DateTimeOffset NextAt => EarlyAt is { } early && early < DueAt ? early : DueAt;

    /// <summary>How often it was the one to see whether the receiver is back.</summary>
    public int Probes { get; set; }

    public int? Status { get; set; }

    public string? Failure { get; set; }

    /// <summary>Goes on to an entry that was not attempted.</summary>
    public void GoTo(long sequence, long position)
    {
        (DueAt, EarlyAt) = (NextAt, null);
        (Sequence, Position, Attempts, FirstAttemptAt, Status, Failure) = (sequence, position, 0, null, null, null);
    }

    public WaitingGroup Of(GroupKey group) => new(group, Sequence, Position, Attempts, FirstAttemptAt, DueAt, Status, Failure);
}

/// <summary>An entry's place in the order of positions.</summary>
internal sealed class Place(long position, DateTimeOffset receivedAt)
{
    public long Position => position;

    public DateTimeOffset ReceivedAt => receivedAt;

    public bool IsSettled { get; set; }
}
