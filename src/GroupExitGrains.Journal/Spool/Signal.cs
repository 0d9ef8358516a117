namespace GroupExitGrains.Journal.Spool;

/// <summary>Wakes one who waits. Taken before looking for work, nothing that comes meanwhile is missed.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes the next time that it is raised.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked
        .Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously))
        .TrySetResult();
}
