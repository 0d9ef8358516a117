using GroupExitGrains.Membership;
using Orleans.Storage;

namespace GroupExitGrains.Grains;

/// <summary>
/// A group's snapshot in its grain's state; where there is none yet, the one that is kept beside the journal. A ledger asks
/// from any thread, and grain state may only be touched on the grain's scheduler: each call is carried over to it, and they
/// take turns.
/// </summary>
/// <param name="state">
/// The grain state. Its bytes are let go after use: they may be as large as the group. A grain that moves to another silo takes
/// its state along as it is, let go.
/// </param>
/// <param name="journal">The snapshots beside the journal.</param>
/// <param name="grain">The grain.</param>
internal sealed class GrainSnapshots(
    IPersistentState<GroupSnapshot> state, ISnapshots journal, IGrainContext grain) : ISnapshots
{
    // At awaits another call may come between, and state that is being written must not be let go under the writer's hands.
    private Task _last = Task.CompletedTask;
    private long _storedSequence;

    public Task<Snapshot?> LoadAsync(GroupKey group, CancellationToken cancellationToken) =>
        OnGrainAsync(() => LoadStateAsync(group, cancellationToken));

    public Task SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken) =>
        OnGrainAsync(() => SaveStateAsync(snapshot));

    private async Task<Snapshot?> LoadStateAsync(GroupKey group, CancellationToken cancellationToken)
    {
        if (state.RecordExists && state.State.Encoded.Length == 0)
        {
            await state.ReadStateAsync(cancellationToken);
        }

        if (!state.RecordExists)
        {
            return await journal.LoadAsync(group, cancellationToken);
        }

        var stored = state.State;
        _storedSequence = stored.Sequence;
        LetGo();
        return stored.Decode();
    }

    private async Task<bool> SaveStateAsync(Snapshot snapshot)
    {
        if (snapshot.Head.Sequence < _storedSequence)
        {
            return false;
        }

        try
        {
            await WriteAsync(snapshot);
        }
        catch (InconsistentStateException)
        {
            // Another activation of the group wrote, as may be for moments. The later snapshot stays.
            await state.ReadStateAsync();
            _storedSequence = state.State.Sequence;
            if (_storedSequence < snapshot.Head.Sequence)
            {
                await WriteAsync(snapshot);
            }
        }
        finally
        {
            LetGo();
        }

        return true;
    }

    private async Task WriteAsync(Snapshot snapshot)
    {
        state.State = GroupSnapshot.Of(snapshot);
        await state.WriteStateAsync();
        _storedSequence = snapshot.Head.Sequence;
    }

    private void LetGo() => state.State = new GroupSnapshot();

    private Task<T> OnGrainAsync<T>(Func<Task<T>> work)
    {
        var task = new Task<Task<T>>(() =>
        {
            var turn = AfterAsync(_last, work);
            _last = turn;
            return turn;
        });
        grain.Scheduler.QueueTask(task);
        return task.Unwrap();
    }

    private static async Task<T> AfterAsync<T>(Task last, Func<Task<T>> work)
    {
        // Whoever asked for the last one is told of its failure.
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await work();
    }
}
