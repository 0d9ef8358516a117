namespace GroupExitGrains.Journal.Spool.Queue;

// Whose turn it is. A queue is with one drain at a time, so the order within a group is that of the queue.
internal sealed partial class SpoolIndex
{
    private readonly Queue<GroupQueue> _ready = new();
    private readonly PriorityQueue<GroupQueue, long> _resting = new();

    /// <summary>When the next resting queue is due, as a timestamp; absent if none rests.</summary>
    public long? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _resting.TryPeek(out _, out var due) ? due : null;
            }
        }
    }

    /// <summary>Takes the queue whose turn it is; null if there is none.</summary>
    public GroupQueue? Take()
    {
        lock (_gate)
        {
            while (_resting.TryPeek(out _, out var due) && due <= time.GetTimestamp())
            {
                MakeReady(_resting.Dequeue());
            }

            return TakeReady();
        }
    }

    /// <summary>Takes a queue to try the journal with: one that did not fail, if there is one.</summary>
    public GroupQueue? TakeAny()
    {
        lock (_gate)
        {
            if (_ready.Count == 0 && _resting.TryDequeue(out var resting, out _))
            {
                MakeReady(resting);
            }

            return TakeReady();
        }
    }

    /// <summary>
    /// The first callbacks of a queue that was taken, at least one if there is any, within both bounds: nothing is put before
    /// them until they are drained or it is given back.
    /// </summary>
    public IReadOnlyList<SpooledRecord> First(GroupQueue queue, int count, int bytes)
    {
        lock (_gate)
        {
            var records = queue.Records;
            var taken = 0;
            for (long size = 0; taken < Math.Min(count, records.Length); taken++)
            {
                size += records[taken].Length;
                if (taken > 0 && size > bytes)
                {
                    break;
                }
            }

            queue.Taken = taken;
            return records[..taken].ToArray();
        }
    }

    /// <summary>Removes the first callbacks: they are in the journal, or put aside.</summary>
    public void Remove(GroupQueue queue, int count)
    {
        lock (_gate)
        {
            _byAge.Remove(queue);
            queue.RemoveFirst(count);
            queue.Failures = 0;
            queue.Refusals = 0;
            _depth -= count;
            _drained += count;
            if (queue.Count > 0)
            {
                _byAge.Add(queue);
            }

            LetIn(count);
            RemoveIfEmpty(queue);
        }
    }

    /// <summary>Notes that the first callback failed; how often it has by now.</summary>
    public Failures Failed(GroupQueue queue, bool isRefusal)
    {
        lock (_gate)
        {
            queue.Failures++;
            queue.Refusals += isRefusal ? 1 : 0;
            return new Failures(queue.Failures, queue.Refusals);
        }
    }

    /// <summary>Gives a queue back; after a failure it rests for a while.</summary>
    public void Return(GroupQueue queue, TimeSpan? rest = null)
    {
        lock (_gate)
        {
            queue.Taken = 0;
            if (queue.Count == 0)
            {
                queue.Stage = QueueStage.Empty;
            }
            else if (rest is { } pause)
            {
                queue.Stage = QueueStage.Resting;
                _resting.Enqueue(queue, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
                LetAllAskAgain(queue);
                LetJoiningAskAgain(queue);
            }
            else
            {
                MakeReady(queue);
            }
        }

        Changed();
    }

    private void MakeReady(GroupQueue queue)
    {
        queue.Stage = QueueStage.Ready;
        _ready.Enqueue(queue);
    }

    private GroupQueue? TakeReady()
    {
        if (!_ready.TryDequeue(out var queue))
        {
            return null;
        }

        queue.Stage = QueueStage.Draining;
        return queue;
    }
}

/// <summary>How often in a row a callback failed, and how many of those failures were not the journal's.</summary>
internal readonly record struct Failures(int Count, int Refusals);
