using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>What came of the work.</summary>
internal sealed partial class DeliveryWindow
{
    /// <summary>The group's event is done with: it was delivered, or given up.</summary>
    public void Settled(DeliveryWork.Send work, DateTimeOffset now)
    {
        var lane = Done(work);
        var (audit, place) = lane.Entries.Dequeue();
        _held--;
        Settle(place);
        if (lane.Behind is { } lag)
        {
            lag.GoTo(audit.Entry.Sequence + 1, audit.Position + 1);
            lag.DueAt = now;
            Note(lane);
        }

        GoOn(lane);
    }

    /// <summary>
    /// The group's event was not delivered; there will be another attempt. One that was made before its time leaves that time
    /// as it is, unless the receiver asks for another.
    /// </summary>
    public void Failed(DeliveryWork.Send work, DateTimeOffset attemptAt, DateTimeOffset dueAt, DeliveryAnswer answer)
    {
        var lane = Done(work);
        if (lane.Behind is null)
        {
            LeaveBehind(lane, until: lane.Entries.Last().Audit.Position, attemptAt);
        }

        var lag = lane.Behind!;
        (lag.Sequence, lag.Position) = (work.Audit.Entry.Sequence, work.Audit.Position);
        (lag.Status, lag.Failure, lag.EarlyAt) = (answer.Status, answer.Failure, null);
        if (!work.IsEarly)
        {
            lag.Attempts++;
            lag.FirstAttemptAt ??= attemptAt;
            lag.DueAt = dueAt;
        }
        else if (answer.RetryAfter is not null)
        {
            // Its time is put off, but not brought forward.
            (lag.DueAt, lag.EarlyAt) = dueAt > lag.DueAt ? (dueAt, null) : (lag.DueAt, (DateTimeOffset?)dueAt);
        }

        Note(lane);

        // They are in the journal; a group that waits takes up no room.
        _held -= lane.Entries.Count;
        lane.Entries.Clear();
        Queue(lane);
        if (lane.Letters.Count > 0)
        {
            Wake(lane);
        }
    }

    /// <summary>A letter is done with for now, whatever came of it.</summary>
    public void Settled(DeliveryWork.Redeliver work) => GoOn(Done(work));

    /// <summary>The group's next entries were read.</summary>
    /// <param name="work">What was asked for.</param>
    /// <param name="entries">All entries of the group behind that sequence, in order, up to the limit.</param>
    /// <param name="filter">What is delivered of them.</param>
    public void Fetched(DeliveryWork.Fetch work, IReadOnlyList<AuditEntry> entries, SubscriptionFilter filter)
    {
        var lane = Done(work);
        var lag = lane.Behind ?? throw new InvalidOperationException("Entries were read of a group that is not behind.");
        foreach (var audit in entries)
        {
            if (audit.Position > lag.Until)
            {
                // This and what follows is read in the order of positions, or was.
                break;
            }

            if (filter.Admits(audit))
            {
                lane.Entries.Enqueue((audit, null));
                _held++;
            }
            else if (lane.Entries.Count == 0)
            {
                // What failed is not asked for any more: the next event has all its attempts before it.
                lag.GoTo(audit.Entry.Sequence + 1, audit.Position + 1);
            }
        }

        if (lane.Entries.Count == 0 && entries.Count < work.Limit)
        {
            // What was passed over while this was read may not be in it.
            lag.Position = Math.Max(lag.Position, work.Until + 1);
        }
        else if (lane.Entries.Count == 0 && entries[^1].Position >= lag.Until)
        {
            lag.Position = lag.Until + 1;
        }

        GoOn(lane);
    }

    /// <summary>The group's next entries could not be read; they are asked for again.</summary>
    public void NotFetched(DeliveryWork.Fetch work, DateTimeOffset dueAt)
    {
        var lane = Done(work);
        if (lane.Behind is { EarlyAt: not null } early)
        {
            early.EarlyAt = dueAt;
        }
        else
        {
            lane.Behind!.DueAt = dueAt;
        }

        Queue(lane);
        if (lane.Letters.Count > 0)
        {
            Wake(lane);
        }
    }

    /// <summary>
    /// Nothing more is done here: where something is settled behind what is not, each group holds up what is its own, so that
    /// whoever goes on sends nothing of the others again.
    /// </summary>
    public void LetGo(DateTimeOffset now)
    {
        if (!_places.Any(place => place.IsSettled))
        {
            return;
        }

        foreach (var lane in _lanes.Values.Where(lane => lane.Behind is null && lane.Entries.Count > 0))
        {
            LeaveBehind(lane, ReadPosition, now);
            Note(lane);
        }
    }

    private GroupLane Done(DeliveryWork work)
    {
        var lane = _lanes[work.Group];
        lane.IsBusy = false;
        return lane;
    }

    private void GoOn(GroupLane lane)
    {
        if (lane.Behind is { } lag && lane.Entries.Count == 0 && lag.Position > lag.Until)
        {
            lane.Behind = null;
            _behind--;
            _changes[lane.Group] = null;
        }

        if (lane.Behind is not null || lane.Entries.Count > 0 || lane.Letters.Count > 0)
        {
            Wake(lane);
        }

        Forget(lane);
    }

    private void LeaveBehind(GroupLane lane, long until, DateTimeOffset now)
    {
        var first = lane.Entries.Peek().Audit;
        lane.Behind = new Lag
        {
            Sequence = first.Entry.Sequence,
            Position = first.Position,
            Until = until,
            Since = first.Facts.ReceivedAt,
            DueAt = now,
        };
        _behind++;

        // From here on they hold the group up, not the cursor.
        foreach (var (_, place) in lane.Entries)
        {
            Settle(place);
        }
    }

    private void Settle(Place? place)
    {
        if (place is null)
        {
            return;
        }

        place.IsSettled = true;
        while (_places.TryPeek(out var first) && first.IsSettled)
        {
            _places.Dequeue();
        }
    }

    private void Note(GroupLane lane) => _changes[lane.Group] = lane.Behind!.Of(lane.Group);
}
