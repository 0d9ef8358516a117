using System.Threading.Channels;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Delivers for one subscription while it is held. One loop decides; what takes time is done beside it and reported to it. What
/// was delivered is written down a little later: a process that dies has delivered some of it twice, and nothing never.
/// </summary>
internal sealed partial class SubscriptionRun : IDisposable
{
    /// <summary>Nothing is sent any more when the hold is about to end: another process may go on then.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly Channel<Action> _reports = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly Subscription _subscription;
    private readonly SubscriptionRunning _services;
    private readonly RunClock _clock;
    private readonly string _owner;
    private readonly long _epoch;
    private readonly IWebhookSender _sender;
    private readonly DeliveryWindow _window;
    private readonly DeliveryTally _tally;
    private readonly RetrySchedule _schedule;
    private readonly Pace _pace;
    private readonly Outage _outage = new();
    private readonly ILogger _logger;

    private int _underWay;
    private int _requests;
    private bool _isReading;
    private bool _isOver;
    private bool _isLost;
    private DateTimeOffset _readAt;
    private DateTimeOffset _sendAt;

    public SubscriptionRun(DeliveryHold hold, string owner, RunClock clock, DateTimeOffset until, SubscriptionRunning services, ILogger logger)
    {
        (_subscription, _epoch, _owner, _services, _logger) = (hold.Subscription, hold.Epoch, owner, services, logger);
        _clock = clock;
        var options = services.Options;
        _sender = services.OpenSender();
        _tally = new DeliveryTally(hold.Subscription.Revision);
        _window = new DeliveryWindow(options, hold.Cursor);
        _schedule = new RetrySchedule(options.RetryDelays);
        _pace = new Pace(options.MaxConcurrency);
        (_savedCursor, _heldUntil, _savedAt) = (hold.Cursor, until, Now);
        _lastLetter = hold.LastLetter;
        _outage.Resume(hold.Waiting, hold.LastDeliveredAt, Now);
        foreach (var waiting in hold.Waiting)
        {
            // The wall clock may have been set back since, or be wrong now.
            var last = Now + _schedule.Longest(waiting.Attempts, waiting.Status);
            _window.Restore(waiting.DueAt > last ? waiting with { DueAt = last } : waiting);
        }
    }

    private DateTimeOffset Now => _clock.Now;

    private DeliveryOptions Options => _services.Options;

    /// <summary>Delivers until it is told to stop, the subscription is held no more, or its receiver is gone.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Hear();
                if (_isOver)
                {
                    break;
                }

                var now = Now;
                Start(now);
                Watch(now);
                await WaitAsync(Wake(now) - now, stop);
            }
        }
        finally
        {
            await EndAsync();
        }
    }

    public void Dispose()
    {
        _sender.Dispose();
        _ending.Dispose();
        _leaving.Dispose();
    }

    private void Hear()
    {
        while (_reports.Reader.TryRead(out var report))
        {
            report();
        }
    }

    private void Start(DateTimeOffset now)
    {
        if (_window.WantsMore && !_isReading && now >= _readAt)
        {
            _isReading = true;
            Begin(ReadAsync());
        }

        if (MayReadLetters && now >= _lettersAt)
        {
            _isReadingLetters = true;
            Begin(ReadLettersAsync());
        }

        if (MaySend(now) && _outage.AskAt <= now)
        {
            _outage.Asked(now, Random.Shared.NextDouble());
            _window.Probe(now);
        }

        while (MaySend(now) && _window.Take(now) is { } work)
        {
            _requests++;
            _sendAt = now + _pace.Pause;
            _hasSent = true;
            Begin(DoAsync(work));
        }

        if (!_isSaving && now >= SaveAt())
        {
            // Letters that come of what is still out are not in it.
            (_isSaving, _hasSent, _isSavingLetters, _hasUnsavedLetters) = (true, false, _hasUnsavedLetters, false);
            Begin(SaveAsync(_tally.Take(_window, now + Options.Hold)));
        }
    }

    private bool MaySend(DateTimeOffset now) =>
        !_isOver && _requests < _pace.Limit && now >= _sendAt && now < _heldUntil - s_margin;

    /// <summary>When there is something to start again, if nothing is reported before.</summary>
    private DateTimeOffset Wake(DateTimeOffset now)
    {
        var wake = _isSaving ? DateTimeOffset.MaxValue : SaveAt();
        if (_requests < _pace.Limit && now < _heldUntil - s_margin)
        {
            var next = _sendAt > now ? _sendAt : _window.NextDue ?? DateTimeOffset.MaxValue;
            next = _outage.AskAt is { } ask && ask < next && _sendAt <= now ? ask : next;
            wake = next < wake ? next : wake;
        }

        if (MayReadLetters && _lettersAt < wake)
        {
            wake = _lettersAt;
        }

        return !_isReading && _window.WantsMore && _readAt < wake ? _readAt : wake;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var report = _reports.Reader.WaitToReadAsync(woken.Token).AsTask();
        if (!report.IsCompleted)
        {
            // Delays are of whole milliseconds: what is left of one would be none.
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            await Task.WhenAny(report, Task.Delay(whole < s_longestWait ? whole : s_longestWait, _services.Time, woken.Token));
            await woken.CancelAsync();
        }
    }

    /// <summary>Begins something beside the loop, whose end is reported to it.</summary>
    private void Begin(Task<Action> work)
    {
        _underWay++;
        _ = ReportAsync(work);
    }

    private async Task ReportAsync(Task<Action> work)
    {
        Action report;
        try
        {
            report = await work;
        }
        catch (Exception fault)
        {
            // Nothing that is begun ends so unless this program is wrong; the subscription is taken up anew.
            report = () =>
            {
                LogBroken(fault, _subscription.Id);
                _isOver = true;
            };
        }

        _reports.Writer.TryWrite(() =>
        {
            _underWay--;
            report();
        });
    }

    private async Task EndAsync()
    {
        _isOver = true;
        await _ending.CancelAsync();
        _leaving.CancelAfter(Options.Grace);
        await LeaveAsync();
        if (!_isLost)
        {
            await LetGoAsync();
        }

        StopWatching();
    }

    private async Task LeaveAsync()
    {
        Hear();
        while (_underWay > 0)
        {
            await _reports.Reader.WaitToReadAsync();
            Hear();
        }
    }

    [LoggerMessage(600, LogLevel.Error, "Subscription {Id} is taken up anew after a fault of this program")]
    private partial void LogBroken(Exception fault, string id);
}
