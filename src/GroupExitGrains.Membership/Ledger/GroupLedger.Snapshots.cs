namespace GroupExitGrains.Membership;

// A snapshot after max(256, members/4) entries and on closing, so that the cost of an exit does not grow with the group.
public sealed partial class GroupLedger
{
    private int _sinceSnapshot;
    private bool _ignoreSnapshots;

    // The state lacks what could not be read back, which may be mended one day: no snapshot must keep it so.
    private bool _damaged;
    private Task _saving = Task.CompletedTask;

    /// <summary>Called under the gate.</summary>
    private void SnapshotIfDue(GroupState state, InFlight flight, int entries)
    {
        _sinceSnapshot += entries;
        if (_damaged || _sinceSnapshot < Math.Max(_options.SnapshotInterval, state.UserCount / 4) || !_saving.IsCompleted)
        {
            return;
        }

        _sinceSnapshot = 0;
        var snapshot = new Snapshot(state.Head, GroupStateCodec.Encode(state));
        _saving = SaveAfterAsync(flight.Task, snapshot);
    }

    private async Task SaveAfterAsync(Task<AppendOutcome> append, Snapshot snapshot)
    {
        try
        {
            // What never became durable must not come back by way of a snapshot.
            if (await append == AppendOutcome.Appended)
            {
                await _snapshots.SaveAsync(Group, snapshot, CancellationToken.None);
                _ignoreSnapshots = false;
            }
        }
        catch (Exception exception)
        {
            LogSnapshotNotSaved(_logger, exception);
        }
    }
}
