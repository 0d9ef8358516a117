using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Queue;

/// <summary>
/// Which callbacks of which groups are spooled, and whose turn it is to be drained. A queue is there from the moment that a
/// callback is sent to the spool until the last one is in the journal, so that no later one overtakes. Safe for concurrent use.
/// </summary>
internal sealed partial class SpoolIndex(SpoolOptions options, TimeProvider time)
{
    /// <summary>How many callbacks may be before one that waits for its group's queue to empty instead of joining it.</summary>
    private const int HandoverDepth = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<GroupKey, GroupQueue> _groups = [];
    private readonly SortedSet<GroupQueue> _byAge = new(OldestFirst.Instance);
    private readonly HashSet<GroupQueue> _awaited = [];
    private readonly long _window = (long)options.Deadline.TotalMilliseconds;
    private TaskCompletionSource? _empty;
    private long _depth;
    private long _queuesMade;

    /// <summary>Raised, outside the gate, when the drain may have something new to do.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>Callbacks spooled or on their way to it.</summary>
    public long Depth => Volatile.Read(ref _depth);

    public int Groups
    {
        get
        {
            lock (_gate)
            {
                return _groups.Count;
            }
        }
    }

    /// <summary>When the oldest callback was received.</summary>
    public DateTimeOffset? OldestReceivedAt
    {
        get
        {
            lock (_gate)
            {
                return _byAge.Min is { } oldest ? UnixTime.Read(oldest.Records[0].ReceivedAt) : null;
            }
        }
    }

    /// <summary>Completes when nothing is spooled.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            return _depth == 0
                ? Task.CompletedTask
                : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// Where a callback goes. With <see cref="Route.Behind"/> its place is reserved: <see cref="Add"/> or <see cref="Release"/>
    /// must follow. With <see cref="Route.Wait"/> the task says when to ask again.
    /// </summary>
    public Route Enter(GroupKey group, bool journalIsAway, bool mayWait, out GroupQueue? queue, out Task emptied)
    {
        emptied = Task.CompletedTask;
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out queue) && !journalIsAway)
            {
                return Route.Direct;
            }

            // Whoever keeps joining a short queue keeps it from ever being empty, and every callback on the disk.
            if (queue is not null && mayWait && !journalIsAway
                && queue.Failures == 0 && queue.Count + queue.Reserved <= HandoverDepth)
            {
                queue.Emptied ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add(queue);
                emptied = queue.Emptied.Task;
                return Route.Wait;
            }

            queue = ReserveUnderGate(group);
            return Route.Behind;
        }
    }

    /// <summary>Reserves a place behind whatever is there.</summary>
    public GroupQueue Reserve(GroupKey group)
    {
        lock (_gate)
        {
            return ReserveUnderGate(group);
        }
    }

    /// <summary>Gives back a place: the callback could not be spooled.</summary>
    public void Release(GroupQueue queue)
    {
        lock (_gate)
        {
            queue.Reserved--;
            _depth--;
            RemoveIfEmpty(queue);
        }
    }

    /// <summary>Takes in a callback that is durable, in the place reserved for it.</summary>
    public void Add(GroupQueue queue, SpooledRecord record)
    {
        bool isNew;
        lock (_gate)
        {
            queue.Reserved--;
            isNew = queue.Stage == QueueStage.Empty;
            AddUnderGate(queue, record);
        }

        if (isNew)
        {
            Changed();
        }
    }

    /// <summary>Takes in a callback found on disk at the start.</summary>
    public void Restore(GroupKey group, SpooledRecord record)
    {
        lock (_gate)
        {
            var queue = ReserveUnderGate(group);
            queue.Reserved--;
            AddUnderGate(queue, record);
        }
    }

    /// <summary>Lets everybody ask again who waits for a queue to empty: the journal is away.</summary>
    public void ReleaseWaiting()
    {
        lock (_gate)
        {
            foreach (var queue in _awaited)
            {
                queue.Emptied?.TrySetResult();
                queue.Emptied = null;
            }

            _awaited.Clear();
        }
    }

    /// <summary>The spooled callbacks that may have this id.</summary>
    public IReadOnlyList<SpooledRecord> Find(CallbackId id)
    {
        var tag = SpooledRecord.Tag(id);
        var found = new List<SpooledRecord>();
        lock (_gate)
        {
            foreach (var queue in _groups.Values)
            {
                foreach (var record in queue.Records)
                {
                    if (record.IdTag == tag)
                    {
                        found.Add(record);
                    }
                }
            }
        }

        return found;
    }

    private GroupQueue ReserveUnderGate(GroupKey group)
    {
        if (!_groups.TryGetValue(group, out var queue))
        {
            queue = new GroupQueue(group, _queuesMade++);
            _groups.Add(group, queue);
        }

        queue.Reserved++;
        _depth++;
        return queue;
    }

    private void AddUnderGate(GroupQueue queue, SpooledRecord record)
    {
        if (queue.Count > 0)
        {
            _byAge.Remove(queue);
        }

        queue.Add(record, _window);
        _byAge.Add(queue);
        if (queue.Stage == QueueStage.Empty)
        {
            MakeReady(queue);
        }
    }

    private void RemoveIfEmpty(GroupQueue queue)
    {
        if (queue.Count + queue.Reserved == 0)
        {
            _groups.Remove(queue.Group);
            StopWaiting(queue);
        }

        if (_depth == 0)
        {
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    private void StopWaiting(GroupQueue queue)
    {
        queue.Emptied?.TrySetResult();
        queue.Emptied = null;
        _awaited.Remove(queue);
    }

    private sealed class OldestFirst : IComparer<GroupQueue>
    {
        public static OldestFirst Instance { get; } = new();

        public int Compare(GroupQueue? x, GroupQueue? y)
        {
            var byTime = x!.Records[0].ReceivedAt.CompareTo(y!.Records[0].ReceivedAt);
            return byTime != 0 ? byTime : x.Order.CompareTo(y.Order);
        }
    }
}

/// <summary>Where a callback goes.</summary>
internal enum Route
{
    /// <summary>To the journal.</summary>
    Direct,

    /// <summary>To the spool.</summary>
    Behind,

    /// <summary>To the journal, as soon as the last ones of its group have left the spool.</summary>
    Wait,
}
