namespace GroupExitGrains.Membership;

/// <summary>
/// The callbacks decided on one loaded state. When the journal refuses one of them, those behind it come back, too, each in
/// its own time: none is decided again before all are there, so that they keep their order. Behind one that failed none is.
/// </summary>
internal sealed class Wave
{
    private TaskCompletionSource? _ended;
    private volatile bool _hasFailed;
    private int _underWay = 1;

    /// <summary>Of one of its callbacks it is not known whether it was appended.</summary>
    public bool HasFailed => _hasFailed;

    public void Enter() => Interlocked.Increment(ref _underWay);

    public void Fail() => _hasFailed = true;

    public void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
        {
            // Closing is one of those that leave, so that there is something to complete by now.
            _ended!.TrySetResult();
        }
    }

    /// <summary>Nothing more enters. Completes when every callback has left.</summary>
    public Task Close()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ended = ended;
        Leave();
        return ended.Task;
    }
}
