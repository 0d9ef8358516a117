namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>
/// A clock that goes from one timer to the next for as long as a test waits for something, and whose wall clock can be set.
/// Where there is no timer, the program is at work, or will not go on.
/// </summary>
internal sealed class RunTime : TimeProvider
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = Entries.Noon;
    private TimeSpan _wallIsAhead;
    private TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time that has passed.</summary>
    public TimeSpan Passed
    {
        get
        {
            lock (_gate)
            {
                return _now - Entries.Noon;
            }
        }
    }

    public override long GetTimestamp() => Passed.Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now + _wallIsAhead;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Somebody sets the wall clock.</summary>
    public void StepWall(TimeSpan by)
    {
        lock (_gate)
        {
            _wallIsAhead += by;
        }
    }

    /// <summary>Lets time pass until something holds or a run has ended, or so much has passed.</summary>
    public async Task RunAsync(Task something, Task run, TimeSpan most)
    {
        var until = Passed + most;
        while (!something.IsCompleted && !run.IsCompleted && Passed < until)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var (timer, created) = Next();
            if (timer is null)
            {
                await Task.WhenAny(something, run, created).WaitAsync(TestContext.Current.CancellationToken);
            }

            timer?.Fire();
        }
    }

    private (ManualTimer? Timer, Task Created) Next()
    {
        lock (_gate)
        {
            var timer = _timers.Where(timer => timer.Wait <= s_longestWait).MinBy(timer => timer.Due);
            if (timer is not null)
            {
                _timers.Remove(timer);
                _now = timer.Due > _now ? timer.Due : _now;
            }

            return (timer, _created.Task);
        }
    }

    private sealed class ManualTimer(RunTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public TimeSpan Wait { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    (Wait, Due) = (dueTime, time._now + dueTime);
                    time._timers.Add(this);
                    time._created.TrySetResult();
                    time._created = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
