namespace GroupExitGrains.Membership.Tests.Fixtures;

/// <summary>
/// A journal in memory. It commits at once, or, while <see cref="Holding"/>, when a test says so; each append may be made to
/// fail. What was accepted is checked as a real journal's tables would.
/// </summary>
internal sealed partial class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupKey, StoredGroup> _groups = [];
    private readonly Dictionary<CallbackId, StoredRequest> _callbacks = [];
    private readonly List<Waiting> _waiting = [];
    private readonly List<(Func<bool> Reached, TaskCompletionSource Completion)> _watchers = [];
    private long _position;

    /// <summary>Appends wait for <see cref="Commit"/>, <see cref="Refuse"/> or <see cref="Fail"/>.</summary>
    public bool Holding { get; set; }

    /// <summary>What befalls an append that does not wait.</summary>
    public Func<Append, Fate> FateOf { get; set; } = _ => Fate.Committed;

    /// <summary>Every append that reached the journal, whatever became of it.</summary>
    public List<Append> Offered { get; } = [];

    public Task<AppendOutcome> AppendAsync(Append append)
    {
        Task<AppendOutcome> result;
        lock (_gate)
        {
            Offered.Add(append);
            if (Holding)
            {
                var waiting = new Waiting(append, new());
                _waiting.Add(waiting);
                result = waiting.Completion.Task;
            }
            else
            {
                result = Meet(append, FateOf(append));
            }

            TellWatchers();
        }

        return result;
    }

    /// <summary>Lets the first of those waiting become durable, if its head still fits.</summary>
    public void Commit(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            Settle(Fate.Committed);
        }
    }

    /// <summary>Refuses the first of those waiting.</summary>
    public void Refuse() => Settle(Fate.Refused);

    /// <summary>Refuses all of those waiting; the last of them is told first.</summary>
    public void RefuseRestBackwards()
    {
        List<Waiting> rest;
        lock (_gate)
        {
            rest = [.. _waiting];
            _waiting.Clear();
        }

        rest.Reverse();
        rest.ForEach(waiting => waiting.Completion.SetResult(AppendOutcome.Refused));
    }

    /// <summary>Fails the first of those waiting, before or after it was written.</summary>
    public void Fail(bool written) => Settle(written ? Fate.FailedAfterWriting : Fate.FailedBeforeWriting);

    /// <summary>The process dies: what waits is never heard of again.</summary>
    public void LoseWaiting()
    {
        lock (_gate)
        {
            _waiting.Clear();
        }
    }

    /// <summary>Completes when so many appends wait.</summary>
    public Task WaitingAsync(int count) => WatchAsync(() => _waiting.Count >= count);

    /// <summary>Completes when so many appends have reached the journal.</summary>
    public Task OfferedAsync(int count) => WatchAsync(() => Offered.Count >= count);

    /// <summary>Completes when every entry of the callback is there.</summary>
    public Task RecordedAsync(CallbackId id) =>
        WatchAsync(() => _callbacks.TryGetValue(id, out var stored) && stored.State != CallbackState.Pending);

    private Task WatchAsync(Func<bool> reached)
    {
        lock (_gate)
        {
            if (reached())
            {
                return Task.CompletedTask;
            }

            var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((reached, completion));
            return completion.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private void TellWatchers()
    {
        foreach (var watcher in _watchers.FindAll(watcher => watcher.Reached()))
        {
            _watchers.Remove(watcher);
            watcher.Completion.SetResult();
        }
    }

    private void Settle(Fate fate)
    {
        Waiting waiting;
        Task<AppendOutcome> outcome;
        lock (_gate)
        {
            waiting = _waiting[0];
            _waiting.RemoveAt(0);
            outcome = Meet(waiting.Append, fate);
            TellWatchers();
        }

        waiting.Completion.SetFromTask(outcome);
    }

    private Task<AppendOutcome> Meet(Append append, Fate fate)
    {
        if (fate is Fate.Committed or Fate.FailedAfterWriting)
        {
            var outcome = Write(append);
            if (fate == Fate.Committed)
            {
                return Task.FromResult(outcome);
            }
        }

        return fate switch
        {
            Fate.Refused => Task.FromResult(AppendOutcome.Refused),
            Fate.Broken => Task.FromException<AppendOutcome>(new InvalidOperationException("The journal is broken.")),
            _ => Task.FromException<AppendOutcome>(new JournalUnavailableException("The connection was lost.")),
        };
    }

    private sealed record Waiting(Append Append, TaskCompletionSource<AppendOutcome> Completion);
}

/// <summary>What befalls an append.</summary>
internal enum Fate
{
    Committed,
    Refused,
    FailedBeforeWriting,
    FailedAfterWriting,
    Broken,
}
