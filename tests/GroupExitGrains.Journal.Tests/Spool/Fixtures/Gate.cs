namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>Holds a disk up at the first call of a kind until it is opened.</summary>
internal sealed class Gate : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    public Gate(MemoryDisk disk, DiskAction action) => disk.Fault = call =>
    {
        if (call.Action == action)
        {
            _reached.TrySetResult();
            _open.Wait(TestContext.Current.CancellationToken);
        }

        return null;
    };

    public Task ReachedAsync() => _reached.Task.WaitAsync(TestContext.Current.CancellationToken);

    public void Open() => _open.Set();

    public void Dispose()
    {
        // The one it holds up may still be on its way out.
        _open.Set();
    }
}
