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
    /// <summary>Callbacks of a group before it is another group's turn.</summary>
    private const int Turn = 64;

    private readonly SpoolOptions _options = spool.Options;
    private readonly TimeProvider _time = spool.Time;
    private readonly Signal _changed = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];
    private Task? _loop;
    private Task? _trying;
    private Task? _checking;
    private long _nextCheck;

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

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    public void Wake() => _changed.Raise();

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var changed = _changed.Next;
            _running.RemoveWhere(task => task.IsCompleted);
            CheckDisk();
            StartWhatIsDue();
            await WaitAsync(changed, NextDue());
        }

        await Task.WhenAll(_running);
    }

    private void StartWhatIsDue()
    {
        while (circuit.IsOpen)
        {
            if (_trying is { IsCompleted: false } || _time.GetTimestamp() < circuit.NextTry)
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

    private Task Run(Func<Task> work) => Task.Run(async () =>
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

        _changed.Raise();
    });

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

    private TimeSpan? NextDue()
    {
        long? due = circuit.IsOpen
            ? _trying is { IsCompleted: false } ? null : circuit.NextTry
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
