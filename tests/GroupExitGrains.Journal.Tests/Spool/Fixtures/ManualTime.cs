namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>A clock that stands still until it is told to go on, and knows who waits for it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass; what comes due on the way is called in its order.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (TakeDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = until;
        }
    }

    /// <summary>
    /// Lets time pass from one timer to the next until a task has ended. Where there is no timer, the program is at work and
    /// will end the task or wait for a time. Timers of a minute and more only guard work under way, and are not waited for.
    /// </summary>
    public async Task RunUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            Task created;
            ManualTimer? next;
            lock (_gate)
            {
                created = _created.Task;
                next = _timers.Where(timer => timer.Wait < TimeSpan.FromMinutes(1)).MinBy(timer => timer.Due);
            }

            if (next is null)
            {
                await Task.WhenAny(task, created).WaitAsync(TestContext.Current.CancellationToken);
            }
            else
            {
                Advance(next.Due > GetUtcNow() ? next.Due - GetUtcNow() : TimeSpan.Zero);
                await Task.Yield();
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        await task;
    }

    /// <summary>Completes when somebody waits for a moment that far ahead.</summary>
    public async Task WaiterAsync(TimeSpan ahead)
    {
        while (true)
        {
            Task created;
            lock (_gate)
            {
                if (_timers.Any(timer => timer.Due - _now == ahead))
                {
                    return;
                }

                created = _created.Task;
            }

            await created.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            var timer = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (timer is not null)
            {
                _timers.Remove(timer);
                _now = timer.Due > _now ? timer.Due : _now;
            }

            return timer;
        }
    }

    private void Set(ManualTimer timer, TimeSpan? dueTime)
    {
        TaskCompletionSource? created = null;
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime is { } due)
            {
                timer.Wait = due;
                timer.Due = _now + due;
                _timers.Add(timer);
                created = _created;
                _created = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        created?.TrySetResult();
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Wait { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            period.ShouldBe(Timeout.InfiniteTimeSpan);
            time.Set(this, dueTime == Timeout.InfiniteTimeSpan ? null : dueTime);
            return true;
        }

        public void Dispose() => time.Set(this, dueTime: null);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
