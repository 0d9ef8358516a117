using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// What of the journal is being delivered to one receiver, and what is next: each group in order and one event at a time,
/// different groups side by side. A group that fails is left behind and catches up from the journal later; the cursor goes on
/// without it. What is in memory is bounded whatever the receiver does: with too many groups behind, nothing more is read.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="cursor">The position behind which to start.</param>
internal sealed partial class DeliveryWindow(DeliveryOptions options, long cursor)
{
    /// <summary>Places that may be settled behind one that is not: what a slow answer makes of a fast stream.</summary>
    private const int MaxPlaces = 65_536;

    private readonly Dictionary<GroupKey, GroupLane> _lanes = [];
    private readonly Queue<GroupLane> _ready = new();
    private readonly PriorityQueue<GroupLane, DateTimeOffset> _due = new();
    private readonly Queue<Place> _places = new();
    private readonly Dictionary<GroupKey, WaitingGroup?> _changes = [];
    private int _held;
    private int _behind;

    /// <summary>The position up to which the journal was read.</summary>
    public long ReadPosition { get; private set; } = cursor;

    /// <summary>The position up to which everything is settled, but for the groups that are behind.</summary>
    public long Cursor => _places.TryPeek(out var first) ? first.Position - 1 : ReadPosition;

    /// <summary>There is room for more.</summary>
    public bool WantsMore => _held < options.MaxEvents && _places.Count < MaxPlaces && _behind < options.MaxWaitingGroups;

    /// <summary>Groups that are behind.</summary>
    public int Behind => _behind;

    /// <summary>Entries in memory.</summary>
    public int Held => _held;

    /// <summary>Something has changed that is to be written down.</summary>
    public bool HasChanges => _changes.Count > 0;

    /// <summary>Takes up a group that was behind when the last one let go.</summary>
    public void Restore(WaitingGroup waiting)
    {
        var lane = LaneOf(waiting.Group);
        lane.Behind = new Lag
        {
            Sequence = waiting.Sequence,
            Position = waiting.Position,
            Until = Math.Max(ReadPosition, waiting.Position),
            Since = waiting.FirstAttemptAt ?? waiting.DueAt,
            Attempts = waiting.Attempts,
            FirstAttemptAt = waiting.FirstAttemptAt,
            DueAt = waiting.DueAt,
            Status = waiting.Status,
            Failure = waiting.Failure,
        };
        _behind++;
        Queue(lane);
    }

    /// <summary>Takes the journal's next entries.</summary>
    /// <param name="page">They follow <see cref="ReadPosition"/> without a gap.</param>
    /// <param name="filter">What is delivered of them.</param>
    /// <param name="now">The time.</param>
    public void Read(IReadOnlyList<AuditEntry> page, SubscriptionFilter filter, DateTimeOffset now)
    {
        foreach (var audit in page)
        {
            ReadPosition = audit.Position;
            if (!filter.Admits(audit))
            {
                continue;
            }

            var lane = LaneOf(audit.Facts.Group);
            if (lane.Behind is { } lag)
            {
                lag.Until = audit.Position;
            }
            else if (lane.Entries.Count >= options.MaxEventsOfGroup)
            {
                // Its entries would keep those of the others out.
                LeaveBehind(lane, audit.Position, now);
                Note(lane);
            }
            else
            {
                var place = new Place(audit.Position, audit.Facts.ReceivedAt);
                _places.Enqueue(place);
                lane.Entries.Enqueue((audit, place));
                _held++;
                Wake(lane);
            }
        }
    }

    /// <summary>Takes events that are to be delivered beside the order.</summary>
    public void Add(DeadLetter letter)
    {
        var lane = LaneOf(letter.Group);
        lane.Letters.Enqueue(letter);
        Wake(lane);
    }

    /// <summary>The next thing to do; null if there is nothing now.</summary>
    public DeliveryWork? Take(DateTimeOffset now)
    {
        WakeDue(now);
        while (_ready.TryDequeue(out var lane))
        {
            lane.IsReady = false;
            if (WorkOf(lane, now) is { } work)
            {
                lane.IsBusy = true;
                return work;
            }

            Forget(lane);
        }

        return null;
    }

    /// <summary>When the next group is due that waits; null if none does.</summary>
    public DateTimeOffset? NextDue => _due.TryPeek(out _, out var due) ? due : null;

    /// <summary>The receiver was away and is back: every group that waits is due, a few at a time.</summary>
    public void BringForward(DateTimeOffset now, TimeSpan spread)
    {
        var due = now;
        foreach (var lane in _lanes.Values.Where(lane => IsWaiting(lane, now)))
        {
            lane.Behind!.EarlyAt = due;
            Queue(lane);
            due += spread;
        }
    }

    /// <summary>Makes one group due to see whether the receiver is back: each in its turn, those with the earliest time first.</summary>
    public void Probe(DateTimeOffset now)
    {
        if (_lanes.Values.Where(lane => IsWaiting(lane, now)).MinBy(lane => (lane.Behind!.Probes, lane.Behind.DueAt)) is { } lane)
        {
            lane.Behind!.Probes++;
            lane.Behind.EarlyAt = now;
            Queue(lane);
        }
    }

    /// <summary>The time of the oldest entry that is not delivered and is known of; null if there is none.</summary>
    public DateTimeOffset? Oldest()
    {
        var oldest = _places.TryPeek(out var place) ? place.ReceivedAt : (DateTimeOffset?)null;
        foreach (var lane in _lanes.Values)
        {
            if (lane.Behind is { } lag && (oldest is null || lag.Since < oldest))
            {
                oldest = lag.Since;
            }
        }

        return oldest;
    }

    /// <summary>The groups that wait, or wait otherwise, and those that wait no more, since the last time.</summary>
    public (IReadOnlyList<WaitingGroup> Waiting, IReadOnlyList<GroupKey> Cleared) TakeChanges()
    {
        var waiting = _changes.Values.OfType<WaitingGroup>().ToList();
        List<GroupKey> cleared = [.. _changes.Where(change => change.Value is null).Select(change => change.Key)];
        _changes.Clear();
        return (waiting, cleared);
    }

    /// <summary>Takes back changes that could not be written down.</summary>
    public void Return(IReadOnlyList<WaitingGroup> waiting, IReadOnlyList<GroupKey> cleared)
    {
        foreach (var group in waiting)
        {
            _changes.TryAdd(group.Group, group);
        }

        foreach (var group in cleared)
        {
            _changes.TryAdd(group, null);
        }
    }

    private DeliveryWork? WorkOf(GroupLane lane, DateTimeOffset now)
    {
        if (lane.Letters.TryDequeue(out var letter))
        {
            return new DeliveryWork.Redeliver(letter);
        }

        if (lane.Behind is { } lag && (lag.NextAt > now || lane.Entries.Count == 0))
        {
            if (lag.NextAt > now)
            {
                Queue(lane);
                return null;
            }

            // Of a group that failed one entry is enough: the next attempt may well fail, too.
            return new DeliveryWork.Fetch(
                lane.Group,
                lag.Sequence - 1,
                lag.Attempts > 0 || _held >= options.MaxEvents ? 1 : options.MaxEventsOfGroup,
                lag.Until);
        }

        return lane.Entries.TryPeek(out var next)
            ? new DeliveryWork.Send(next.Audit, (lane.Behind?.Attempts ?? 0) + 1, lane.Behind?.FirstAttemptAt, IsEarly: lane.Behind?.DueAt > now)
            : null;
    }

    private static bool IsWaiting(GroupLane lane, DateTimeOffset now) =>
        lane is { IsBusy: false, IsReady: false, Behind: { Attempts: > 0 } lag } && lag.NextAt > now;

    private void WakeDue(DateTimeOffset now)
    {
        while (_due.TryPeek(out var lane, out var due) && due <= now)
        {
            _due.Dequeue();
            if (lane.QueuedFor == due)
            {
                lane.QueuedFor = null;
            }

            if (lane.Behind is { } lag && lag.NextAt == due)
            {
                Wake(lane);
            }
        }
    }

    /// <summary>Wakes a group that waits when it is due. It may be woken too soon: then it is queued again.</summary>
    private void Queue(GroupLane lane)
    {
        var due = lane.Behind!.NextAt;
        if (lane.QueuedFor != due)
        {
            lane.QueuedFor = due;
            _due.Enqueue(lane, due);
        }
    }

    private void Wake(GroupLane lane)
    {
        if (!lane.IsReady && !lane.IsBusy)
        {
            lane.IsReady = true;
            _ready.Enqueue(lane);
        }
    }

    private GroupLane LaneOf(GroupKey group)
    {
        if (!_lanes.TryGetValue(group, out var lane))
        {
            _lanes.Add(group, lane = new GroupLane(group));
        }

        return lane;
    }

    private void Forget(GroupLane lane)
    {
        if (lane.HasNothing)
        {
            _lanes.Remove(lane.Group);
        }
    }
}
