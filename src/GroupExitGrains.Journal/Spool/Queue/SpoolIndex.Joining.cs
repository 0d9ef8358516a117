namespace GroupExitGrains.Journal.Spool.Queue;

// Who may join a queue while it is drained.
internal sealed partial class SpoolIndex
{
    /// <summary>Of a queue that is drained and no longer than this nobody joins the end: it is emptied first.</summary>
    private const int HandoverDepth = 64;

    /// <summary>How many are drained for each that may join a queue meanwhile: the spool gets emptier, whatever comes.</summary>
    private const int DrainedPerJoining = 2;

    /// <summary>How many that were drained count for those who come later.</summary>
    private const int MostCredit = 256;

    private readonly HashSet<GroupQueue> _awaited = [];
    private readonly Queue<(GroupQueue Queue, TaskCompletionSource<bool> Turn)> _joining = new();
    private int _credit;

    /// <summary>Lets everybody ask again who waits for a queue to empty: the journal is away.</summary>
    public void ReleaseWaiting()
    {
        lock (_gate)
        {
            _credit = 0;
            foreach (var queue in _awaited.ToList())
            {
                LetAllAskAgain(queue);
            }

            while (_joining.TryDequeue(out var joining))
            {
                joining.Turn.TrySetResult(true);
            }
        }
    }

    private static bool IsNearlyEmpty(GroupQueue queue) =>
        queue.Stage is QueueStage.Draining or QueueStage.Empty && queue.Count <= HandoverDepth;

    private void WaitFor(GroupQueue queue, TaskCompletionSource<bool> turn)
    {
        if (IsNearlyEmpty(queue))
        {
            queue.Waiting.Enqueue(turn);
        }
        else
        {
            _joining.Enqueue((queue, turn));
        }

        _awaited.Add(queue);
    }

    /// <summary>Uses up what was drained for one that joins, if that is enough and nobody was there before it.</summary>
    private bool MayJoin(GroupQueue queue)
    {
        if (IsNearlyEmpty(queue) || _credit < DrainedPerJoining || _joining.Count > 0)
        {
            return false;
        }

        _credit -= DrainedPerJoining;
        return true;
    }

    /// <summary>Lets some join, now that so many have left.</summary>
    private void LetIn(int drained)
    {
        _credit = Math.Min(_credit + drained, Math.Max(MostCredit, drained));
        while (_credit >= DrainedPerJoining && _joining.TryDequeue(out var joining))
        {
            _credit -= joining.Turn.TrySetResult(false) ? DrainedPerJoining : 0;
        }
    }

    private void LetAllAskAgain(GroupQueue queue)
    {
        while (queue.Waiting.TryDequeue(out var turn))
        {
            turn.TrySetResult(true);
        }

        _awaited.Remove(queue);
    }

    /// <summary>Lets those ask again who were to join a queue that is not drained now: nothing would let them in.</summary>
    private void LetJoiningAskAgain(GroupQueue queue)
    {
        foreach (var joining in _joining)
        {
            if (joining.Queue == queue)
            {
                joining.Turn.TrySetResult(true);
            }
        }
    }
}
