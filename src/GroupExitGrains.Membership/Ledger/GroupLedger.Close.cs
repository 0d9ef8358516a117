namespace GroupExitGrains.Membership;

public sealed partial class GroupLedger
{
    /// <summary>
    /// Closes the ledger if nothing is under way, saving a snapshot of what is not in one yet. False if something is under
    /// way: then it stays open.
    /// </summary>
    public async Task<bool> TryCloseAsync()
    {
        Snapshot? snapshot;
        Task saving;
        lock (_gate)
        {
            Settle();
            if (UnderWay().Count > 0 || _deferred is not null)
            {
                return false;
            }

            _closed = true;
            CountInMemory(null);
            saving = _saving;

            // What is still in flight has failed, and the state is ahead of the journal.
            snapshot = _inFlight.IsEmpty && _state is { Head.Sequence: > 0 } state && _sinceSnapshot > 0 && !_damaged
                ? new Snapshot(state.Head, GroupStateCodec.Encode(state))
                : null;
        }

        await saving;
        if (snapshot is not null)
        {
            await SaveAfterAsync(Task.FromResult(AppendOutcome.Appended), snapshot);
        }

        return true;
    }

    /// <summary>Waits for what is under way, then closes.</summary>
    public async Task CloseAsync()
    {
        while (!await TryCloseAsync())
        {
            IReadOnlyList<Task> underWay;
            lock (_gate)
            {
                underWay = UnderWay();
            }

            // Those who wait for them are told of failures.
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Yield();
        }
    }

    private List<Task> UnderWay()
    {
        var tasks = _inFlight.InOrder().Select(flight => (Task)flight.Task).ToList();
        tasks.AddRange(_abandoned);
        tasks.Add(_loading ?? Task.CompletedTask);
        tasks.Add(_appendingInParts ?? Task.CompletedTask);
        tasks.RemoveAll(task => task.IsCompleted);
        return tasks;
    }
}
