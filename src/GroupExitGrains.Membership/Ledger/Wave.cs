namespace GroupExitGrains.Membership;

/// <summary>
/// The callbacks decided on one loaded state. When the journal refuses one of them, those behind it come back, too, each in
/// its own time: none is decided again before all are there, so that they keep their order. Behind one that failed none is.
/// </summary>
internal sealed class Wave
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasFailed;
    private int _underWay = 1;

    /// <summary>Completes when it is closed and every callback has left it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Of one of its callbacks it is not known whether it was appended.</summary>
    public bool HasFailed => _hasFailed;

    public void Enter() => Interlocked.Increment(ref _underWay);

    public void Fail() => _hasFailed = true;

    public void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Nothing more enters.</summary>
    public void Close() => Leave();
}
