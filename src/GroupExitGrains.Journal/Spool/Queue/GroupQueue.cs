using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Queue;

/// <summary>The spooled callbacks of one group, in the order in which they are drained. Used under the index's gate.</summary>
internal sealed class GroupQueue(GroupKey group, long order)
{
    private readonly List<SpooledRecord> _records = [];
    private int _head;

    public GroupKey Group { get; } = group;

    /// <summary>Tells queues apart that are of the same age.</summary>
    public long Order { get; } = order;

    /// <summary>Callbacks that are on their way to the disk.</summary>
    public int Reserved { get; set; }

    /// <summary>Callbacks at the front that a drain has in its hands: none is put before them.</summary>
    public int Taken { get; set; }

    /// <summary>What the drain does with this queue now.</summary>
    public QueueStage Stage { get; set; }

    /// <summary>How often in a row its first callback failed.</summary>
    public int Failures { get; set; }

    /// <summary>How many of those failures were not the journal's.</summary>
    public int Refusals { get; set; }

    /// <summary>Those who wait for the last of it to leave: told true to ask again. One who has given up has told itself.</summary>
    public Queue<TaskCompletionSource<bool>> Waiting { get; } = new();

    public int Count => _records.Count - _head;

    public ReadOnlySpan<SpooledRecord> Records =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_records)[_head..];

    /// <summary>
    /// Adds a callback behind those received before it. Callbacks that were on their way together may come here in another
    /// order; those further apart than the window keep the order in which they come, whatever the clock did.
    /// </summary>
    public void Add(SpooledRecord record, long window)
    {
        var at = _records.Count;
        while (at > _head + Taken
            && _records[at - 1].ReceivedAt - record.ReceivedAt is var ahead && ahead > 0 && ahead <= window)
        {
            at--;
        }

        _records.Insert(at, record);
    }

    /// <summary>Removes the first callbacks, which were taken.</summary>
    public void RemoveFirst(int count)
    {
        Taken -= count;
        _head += count;
        if (_head >= 256 && _head > _records.Count / 2)
        {
            _records.RemoveRange(0, _head);
            _head = 0;
        }
    }
}

/// <summary>What the drain does with a group's queue.</summary>
internal enum QueueStage
{
    /// <summary>Nothing of it is on disk yet.</summary>
    Empty,

    /// <summary>It waits for its turn.</summary>
    Ready,

    /// <summary>It is being drained.</summary>
    Draining,

    /// <summary>It failed and waits until it is tried again.</summary>
    Resting,
}
