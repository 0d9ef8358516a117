using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Queue;

/// <summary>
/// Which callbacks of which groups are spooled, and whose turn it is to be drained. A queue is there from the moment that a
/// callback is sent to the spool until the last one is in the journal, so that no later one overtakes. Safe for concurrent use.
/// </summary>
internal sealed partial class SpoolIndex(CallbackSpoolOptions options, TimeProvider time)
{
    /// <summary>A tenth of a second's work for the journal.</summary>
    private const int Many = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<GroupKey, GroupQueue> _groups = [];
    private readonly SortedSet<GroupQueue> _byAge = new(OldestFirst.Instance);
    private long _drained;
    private long _spooled;
    private readonly long _window = (long)options.Deadline.TotalMilliseconds;
    private TaskCompletionSource? _empty;
    private volatile bool _isBehind;
    private long _depth;
    private long _queuesMade;

    /// <summary>Raised, outside the gate, when the drain may have something new to do.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>Callbacks spooled or on their way to it.</summary>
    public long Depth => Volatile.Read(ref _depth);

    /// <summary>More have waited than are recorded in a moment, and some still do.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Callbacks that were spooled by this process.</summary>
    public long Spooled => Volatile.Read(ref _spooled);

    /// <summary>Callbacks that have left the spool.</summary>
    public long Drained => Volatile.Read(ref _drained);

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

    /// <summary>The callback that has waited longest.</summary>
    public SpooledRecord? Oldest
    {
        get
        {
            lock (_gate)
            {
                return _byAge.Min?.Records[0];
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
    /// must follow. With <see cref="Route.Wait"/> the task ends with true when it is time to ask again, with false when it is
    /// time to join.
    /// </summary>
    public Route Enter(
        GroupKey group, bool journalIsAway, bool mayWait, out GroupQueue? queue, out TaskCompletionSource<bool>? turn)
    {
        turn = null;
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out queue) && !journalIsAway)
            {
                return Route.Direct;
            }

            // Senders who join as fast as it is drained would keep it from ever being empty, and every callback on the disk.
            if (queue is { Failures: 0 } && mayWait && !journalIsAway && !MayJoin(queue))
            {
                turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
                WaitFor(queue, turn);
                return Route.Wait;
            }

            queue = ReserveUnderGate(group);
            return Route.Behind;
        }
    }

    /// <summary>Whether anything of a group is spooled.</summary>
    public bool Holds(GroupKey group)
    {
        lock (_gate)
        {
            return _groups.ContainsKey(group);
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

        Changed();
    }

    /// <summary>Takes in a callback that is durable, in the place reserved for it.</summary>
    public void Add(GroupQueue queue, SpooledRecord record)
    {
        bool isNew;
        lock (_gate)
        {
            queue.Reserved--;
            _spooled++;
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
        _isBehind |= _depth >= Many;
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
            LetAllAskAgain(queue);
        }

        if (_depth == 0)
        {
            _isBehind = false;
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    private sealed class OldestFirst : IComparer<GroupQueue>
    {
        public static OldestFirst Instance { get; } = new();

        public int Compare(GroupQueue? x, GroupQueue? y)
        {
            var byTime = x!.Records[0].SpooledAt.CompareTo(y!.Records[0].SpooledAt);
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

    /// <summary>To the journal, as soon as the last ones of its group have left the spool, or behind those.</summary>
    Wait,
}
