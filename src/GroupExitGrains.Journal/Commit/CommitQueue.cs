using GroupExitGrains.Journal.Telemetry;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Commit;

/// <summary>
/// Gathers writes while the last commit is on its way, for one writer that takes them in batches. A lone write is taken at
/// once, unless it follows a large batch: then those whom that one told are on their way too, most likely, and are worth a little
/// patience (<see cref="Gathering"/>). Each group's writes keep their order. The later parts of a giant callback, and what its
/// group wants behind them, wait in a lane of their own: every other batch is a little of that lane and nothing else, so that
/// another group waits for one part of a giant at most. They overtake nothing: not the beginning of their own callback either.
/// </summary>
/// <remarks>
/// The queue is bounded: what would wait beyond the bounds is refused at once, since nobody would be told of it in time. Later
/// parts are not, of which a group has one at a time: their callback is answered already.
/// </remarks>
internal sealed class CommitQueue<T> : IDisposable
    where T : class, IQueuedWrite
{
    private readonly int _maxWeight;
    private readonly QueueBounds _bounds;
    private readonly Gathering _gathering;
    private readonly Lock _gate = new();
    private readonly Queue<(long Ticket, T Write)> _lane = new();
    private readonly Queue<(long Ticket, T Write)> _slowLane = new();
    private readonly Dictionary<GroupKey, int> _slowGroups = [];
    private readonly SemaphoreSlim _signal = new(0);
    private long _tickets;
    private bool _slowLaneIsNext;
    private bool _signalled;
    private long _bytes;
    private bool _closed;

    public CommitQueue(int maxWeight, QueueBounds bounds, Company company, TimeProvider time)
    {
        _maxWeight = maxWeight;
        _bounds = bounds;
        _gathering = new Gathering(company, time, Hurry);
    }

    private int Waiting => _lane.Count + _slowLane.Count;

    /// <summary>Adds a write, unless the queue is full or closed; says why not, null if it was added.</summary>
    public JournalUnavailableException? Add(T write)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return new JournalUnavailableException("The journal is closed.");
            }

            if (!write.IsLaterPart && !HasRoomFor(write))
            {
                return new JournalUnavailableException("As many writes wait for the journal as may.");
            }

            _bytes += write.Bytes;
            JournalMetrics.Queued(1, write.Bytes);

            if (write.Group is { } group && (write.IsLaterPart || _slowGroups.ContainsKey(group)))
            {
                _slowGroups[group] = _slowGroups.GetValueOrDefault(group) + 1;
                _slowLane.Enqueue((_tickets++, write));
            }
            else
            {
                _lane.Enqueue((_tickets++, write));
            }

            if (_signalled || _gathering.WantsMoreThan(Waiting))
            {
                return null;
            }

            _signalled = true;
        }

        _signal.Release();
        return null;
    }

    /// <summary>Takes no more writes; those waiting are still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_signalled)
            {
                return;
            }

            _signalled = true;
        }

        _signal.Release();
    }

    /// <summary>Blocks until there is a batch and fills it; false when closed and empty.</summary>
    public bool Take(List<T> batch)
    {
        while (true)
        {
            if (TryTake(batch, out var ended))
            {
                return true;
            }

            if (ended)
            {
                return false;
            }

            _signal.Wait();
        }
    }

    /// <summary>Fills a batch if there is one to be taken now; from then on whoever takes is told when there is.</summary>
    /// <param name="batch">The batch; empty if there is none.</param>
    /// <param name="ended">Nothing more will be added.</param>
    public bool TryTake(List<T> batch, out bool ended)
    {
        batch.Clear();
        lock (_gate)
        {
            ended = _closed;
            if (!_closed && _gathering.Begins(Waiting))
            {
                _signalled = false;
                return false;
            }

            if (_slowLaneIsNext || _lane.Count == 0)
            {
                Move(_slowLane, batch, _maxWeight / 4, before: _lane.TryPeek(out var first) ? first.Ticket : long.MaxValue);
                batch.ForEach(write => Leave(write.Group!.Value));
            }

            _slowLaneIsNext = batch.Count == 0;
            if (batch.Count == 0)
            {
                Move(_lane, batch, _maxWeight, before: long.MaxValue);
            }

            _gathering.After(batch.Count);
            if (batch.Count == 0 && !_closed)
            {
                _signalled = false;
            }
        }

        return batch.Count > 0;
    }

    public void Dispose()
    {
        _gathering.Dispose();
        _signal.Dispose();
    }

    // Patience has ended: what there is is taken.
    private void Hurry()
    {
        lock (_gate)
        {
            if (!_gathering.TryEnd() || _signalled || _closed)
            {
                return;
            }

            _signalled = true;
            _signal.Release();
        }
    }

    // One alone is taken however large it is: it could never be written otherwise.
    private bool HasRoomFor(T write)
    {
        return Waiting == 0 || (Waiting < _bounds.MaxWrites && _bytes + write.Bytes <= _bounds.MaxBytes);
    }

    private void Move(Queue<(long Ticket, T Write)> lane, List<T> batch, int budget, long before)
    {
        while (budget > 0 && lane.TryPeek(out var first) && first.Ticket < before)
        {
            lane.Dequeue();
            batch.Add(first.Write);
            _bytes -= first.Write.Bytes;
            JournalMetrics.Queued(-1, -first.Write.Bytes);
            budget -= first.Write.Weight;
        }
    }

    private void Leave(GroupKey group)
    {
        var left = _slowGroups[group] - 1;
        if (left == 0)
        {
            _slowGroups.Remove(group);
        }
        else
        {
            _slowGroups[group] = left;
        }
    }
}
