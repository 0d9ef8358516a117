namespace GroupExitGrains.Membership;

/// <summary>A callback that waits until its group can take it, in order of receipt.</summary>
internal sealed class Deferred(Offer offer)
{
    private readonly TaskCompletionSource<Receipt> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Offer Offer { get; } = offer;

    public Task<Receipt> Task => _completion.Task;

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    public void CompleteWith(Task<Receipt> receipt) => _ = receipt.ContinueWith(
        static (done, state) => ((TaskCompletionSource<Receipt>)state!).TrySetFromTask(done),
        _completion,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
