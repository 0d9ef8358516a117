namespace GroupExitGrains.Journal.Spool;

/// <summary>
/// Whether callbacks are offered to the journal or go straight to the spool. One miss opens it, unless others have just been
/// recorded: the journal is there then, and has too much to do, or one group's trouble. A try that succeeds within the deadline
/// closes it. Safe for concurrent use.
/// </summary>
internal sealed class Circuit(CallbackSpoolOptions options, TimeProvider time, Func<double> chance)
{
    private const int FailuresOfTheJournal = 3;
    private readonly Lock _gate = new();
    private volatile bool _isOpen;
    private int _failures;
    private int _drainFailures;
    private long _nextTry;
    private long _lastHit = long.MinValue;

    public bool IsOpen => _isOpen;

    /// <summary>When the journal is to be tried, as a timestamp.</summary>
    public long NextTry
    {
        get
        {
            lock (_gate)
            {
                return _nextTry;
            }
        }
    }

    /// <summary>Notes a callback that was recorded within the deadline.</summary>
    public void Hit() => Volatile.Write(ref _lastHit, time.GetTimestamp());

    /// <summary>Notes that one was not recorded within the deadline; true if that opened the circuit.</summary>
    public bool MissDeadline() =>
        !(Volatile.Read(ref _lastHit) is var last and not long.MinValue && time.GetElapsedTime(last) <= options.Deadline / 2)
        && Miss();

    /// <summary>Notes a miss; true if that opened the circuit.</summary>
    public bool Miss()
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                return false;
            }

            _isOpen = true;
            _failures = 0;
            TryLater();
            return true;
        }
    }

    /// <summary>Notes a failed try.</summary>
    public void TryFailed()
    {
        lock (_gate)
        {
            TryLater();
        }
    }

    /// <summary>Notes a try that succeeded, but too late for a vendor: the next one may follow at once.</summary>
    public void TryWasSlow()
    {
        lock (_gate)
        {
            _failures = 0;
            _nextTry = time.GetTimestamp();
        }
    }

    /// <summary>Closes the circuit.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _drainFailures = 0;
            _isOpen = false;
        }
    }

    /// <summary>Notes that callbacks were drained.</summary>
    public void Drained()
    {
        lock (_gate)
        {
            _drainFailures = 0;
        }
    }

    /// <summary>
    /// Notes that a callback could not be drained; true if that opened the circuit. A single failure may be its group's own
    /// trouble; several, from whatever group, with nothing drained in between, are the journal's.
    /// </summary>
    public bool DrainFailed()
    {
        lock (_gate)
        {
            return ++_drainFailures >= FailuresOfTheJournal && Miss();
        }
    }

    private void TryLater()
    {
        _failures++;
        var pause = Backoff.After(_failures, options.ProbeInterval, options.MaxProbeInterval, chance());
        _nextTry = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
    }
}
