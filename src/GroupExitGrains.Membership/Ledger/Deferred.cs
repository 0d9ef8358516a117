namespace GroupExitGrains.Membership;

/// <summary>A callback that waits until its group can take it, in order of receipt.</summary>
internal sealed class Deferred(Callback callback, int attempt)
{
    private readonly TaskCompletionSource<Receipt> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Callback Callback { get; } = callback;

    public int Attempt { get; } = attempt;

    public Task<Receipt> Task => _completion.Task;

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    public void CompleteWith(Task<Receipt> receipt) => _ = receipt.ContinueWith(
        static (done, state) => ((TaskCompletionSource<Receipt>)state!).TrySetFromTask(done),
        _completion,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
