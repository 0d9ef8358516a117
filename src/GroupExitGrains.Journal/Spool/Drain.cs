using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool;

/// <summary>
/// Brings what is spooled to the journal. While the circuit is open it tries one callback at a time, with pauses; while it is
/// closed it drains several groups side by side, each in its order.
/// </summary>
internal sealed partial class Drain(
    IGroups inner, CallbackSpool spool, Circuit circuit, Func<double> chance, ILogger logger) : IAsyncDisposable
{
    private readonly CallbackSpoolOptions _options = spool.Options;
    private readonly TimeProvider _time = spool.Time;
    private readonly Signal _changed = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];
    private Task? _loop;
    private Task? _trying;
    private Task? _checking;
    private long _nextCheck;
    private bool _isDisposed;

    public void Start()
    {
        spool.Index.Changed = _changed.Raise;
        _loop ??= Task.Run(RunAsync);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await (_loop ?? Task.CompletedTask);
    }

    /// <summary>Stops it. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync();
            _stop.Dispose();
        }
    }

    public void Wake() => _changed.Raise();

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var changed = _changed.Next;
            _running.RemoveWhere(task => task.IsCompleted);
            CheckDisk();

            // One look at the clock for both: what comes due between two would be neither started nor waited for.
            var now = _time.GetTimestamp();
            StartWhatIsDue(now);
            await WaitAsync(changed, NextDue(now));
        }

        await Task.WhenAll(_running);
    }

    private void StartWhatIsDue(long now)
    {
        while (circuit.IsOpen)
        {
            if (_trying is { IsCompleted: false } || now < circuit.NextTry)
            {
                return;
            }

            if (spool.Index.TakeAny() is { } queue)
            {
                _trying = Run(() => TryAsync(queue));
                _running.Add(_trying);
            }
            else if (spool.IsEmpty)
            {
                // Nothing to try the journal with: the next callback does it.
                circuit.Close();
                LogTryingWithNext(logger);
            }
            else
            {
                return;
            }
        }

        while (_running.Count < _options.DrainConcurrency && spool.Index.Take() is { } queue)
        {
            _running.Add(Run(() => DrainAsync(queue)));
        }
    }

    private Task Run(Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception exception)
            {
                // Its group is not drained again before a restart; the others are.
                LogBroken(logger, exception);
            }
        });

        // Not before it has ended: whoever is woken looks for what has, and nobody would wake it again.
        _ = task.ContinueWith(
            _ => _changed.Raise(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>A disk that failed is tried again, so that the process is found ready when it is well.</summary>
    private void CheckDisk()
    {
        if (spool.Store.LastFault is null)
        {
            _nextCheck = _time.GetTimestamp() + Ticks(_options.ProbeInterval);
        }
        else if (_checking is null or { IsCompleted: true } && _time.GetTimestamp() >= _nextCheck)
        {
            _nextCheck = _time.GetTimestamp() + Ticks(_options.MaxProbeInterval);
            _checking = spool.Store.CheckAsync();
        }
    }

    /// <summary>When there is something to do without anything having changed; absent if there is not.</summary>
    private TimeSpan? NextDue(long now)
    {
        // A try that is due and was not made waits for something to try with.
        long? due = circuit.IsOpen
            ? circuit.NextTry is var next && next > now ? next : null
            : _running.Count < _options.DrainConcurrency ? spool.Index.NextDue : null;
        if (spool.Store.LastFault is not null)
        {
            due = due < _nextCheck ? due : _nextCheck;
        }

        return due is { } at ? TimeSpan.FromSeconds((double)(at - _time.GetTimestamp()) / _time.TimestampFrequency) : null;
    }

    private async Task WaitAsync(Task changed, TimeSpan? atMost)
    {
        var wait = atMost is { } time
            ? changed.WaitAsync(time > TimeSpan.Zero ? time : TimeSpan.Zero, _time, _stop.Token)
            : changed.WaitAsync(_stop.Token);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
