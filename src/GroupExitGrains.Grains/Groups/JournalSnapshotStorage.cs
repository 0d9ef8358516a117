using GroupExitGrains.Membership;
using Orleans.Storage;

namespace GroupExitGrains.Grains;

/// <summary>
/// Grain storage for groups of a silo without set-up: snapshots stay beside the journal, as in a process without grains.
/// Reading finds nothing, since <see cref="GrainSnapshots"/> then asks the journal.
/// </summary>
internal sealed class JournalSnapshotStorage(ISnapshots snapshots) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        grainState.State is GroupSnapshot snapshot
            ? snapshots.SaveAsync(
                GroupGrainKey.Parse(grainId.Key.ToString()!), snapshot.Decode(), CancellationToken.None)
            : throw new NotSupportedException($"{typeof(T)} is not a snapshot.");

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("Snapshots are replaced, never cleared.");
}
