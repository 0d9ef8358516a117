using System.Data.Common;
using GroupExitGrains.Membership;
using Orleans.Storage;

namespace GroupExitGrains.Grains;

/// <summary>Grain storage whose failures are the journal's: whoever asks a group that cannot be activated is told so.</summary>
internal sealed class SnapshotStorage(IGrainStorage storage) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        AskAsync(storage.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        AskAsync(storage.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        AskAsync(storage.ClearStateAsync(stateName, grainId, grainState));

    private static async Task AskAsync(Task operation)
    {
        try
        {
            await operation;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
        {
            throw new JournalUnavailableException(
                $"A group's snapshot could not be read or written: {exception.Message}", exception);
        }
    }
}
