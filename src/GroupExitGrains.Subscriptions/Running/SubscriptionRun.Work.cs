using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Subscriptions;

/// <summary>What is done beside the loop, and what the loop makes of it.</summary>
internal sealed partial class SubscriptionRun
{
    private const int LettersAtATime = 100;

    /// <summary>How far apart groups come that waited for a receiver that was away.</summary>
    private static readonly TimeSpan s_spread = TimeSpan.FromMilliseconds(5);

    private bool _isReadingLetters;
    private bool _hasUnsavedLetters;
    private bool _isSavingLetters;
    private int _lettersOut;
    private long _lastLetter;
    private readonly Dictionary<long, DateTimeOffset> _lettersDueAtMost = [];
    private DateTimeOffset _lettersAt;

    // A letter whose outcome is not written down yet would be read as if it was due.
    private bool MayReadLetters => !_isReadingLetters && _lettersOut == 0 && !_hasUnsavedLetters && !_isSavingLetters;

    private async Task<Action> ReadAsync()
    {
        try
        {
            var page = await _services.Tail.AfterAsync(_window.ReadPosition, Options.MaxEvents, _ending.Token);
            return () =>
            {
                _isReading = false;
                _window.Read(page, _subscription.Filter, Now);
            };
        }
        catch (Exception fault) when (fault is OperationCanceledException or JournalUnavailableException or JournalDamagedException)
        {
            return () =>
            {
                _isReading = false;
                _readAt = Now + s_pauseAfterFailure;
                NoteStorage(fault);
            };
        }
    }

    private Task<Action> DoAsync(DeliveryWork work) => work switch
    {
        DeliveryWork.Send send => SendAsync(send),
        DeliveryWork.Fetch fetch => FetchAsync(fetch),
        DeliveryWork.Redeliver redeliver => RedeliverAsync(redeliver),
        _ => throw new InvalidOperationException($"{work} is unknown."),
    };

    private async Task<Action> FetchAsync(DeliveryWork.Fetch fetch)
    {
        try
        {
            var page = await _services.History.PageAsync(
                new AuditQuery
                {
                    Source = fetch.Group.Source,
                    GroupId = fetch.Group.GroupId,
                    Ascending = true,
                    After = fetch.AfterSequence,
                    Limit = fetch.Limit,
                },
                _ending.Token);

            // A page of very long texts ends sooner: there are more.
            var isWhole = page.Next is null || page.Items.Count == fetch.Limit;
            return () =>
            {
                _requests--;
                _window.Fetched(isWhole ? fetch : fetch with { Limit = page.Items.Count }, page.Items, _subscription.Filter);
            };
        }
        catch (Exception fault) when (fault is OperationCanceledException or JournalUnavailableException or JournalDamagedException)
        {
            return () =>
            {
                _requests--;
                _window.NotFetched(fetch, Now + s_pauseAfterFailure);
                NoteStorage(fault);
            };
        }
    }

    private async Task<Action> SendAsync(DeliveryWork.Send send)
    {
        var at = Now;
        return await PostAsync(send.Audit) is { } answer
            ? () =>
            {
                _requests--;
                Sent(send, at, answer);
            }
        : Unknown;
    }

    private async Task<DeliveryAnswer?> PostAsync(AuditEntry audit)
    {
        try
        {
            return await _sender.SendAsync(_subscription, CloudEvent.Of(audit, _subscription.Mode), _leaving.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // Whoever takes the subscription up sends it again.
    private void Unknown() => _requests--;

    private void Sent(DeliveryWork.Send send, DateTimeOffset at, DeliveryAnswer answer)
    {
        var now = Now;
        var next = Judge(answer, send.Attempt, now - (send.FirstAttemptAt ?? at), send.IsEarly);
        Note(send.Audit, send.Attempt, at, answer, isLast: next is null);
        if (next is { } wait && !answer.IsDelivered)
        {
            _window.Failed(send, at, now + wait, answer);
        }
        else
        {
            if (!answer.IsDelivered)
            {
                GiveUp(LetterOf(send.Audit, now) with { Attempts = send.Attempt, Status = answer.Status, Failure = answer.Failure });
            }

            else if (send.Audit.Position <= _lastLetter)
            {
                // It may have been given up before somebody rewound.
                _tally.Remove(send.Audit.Position);
            }

            _window.Settled(send, now);
        }
    }

    private async Task<Action> RedeliverAsync(DeliveryWork.Redeliver redeliver)
    {
        var letter = redeliver.Letter;
        var at = Now;
        try
        {
            var page = await _services.History.PageAsync(
                new AuditQuery { Ascending = true, After = letter.Position - 1, Limit = 1 }, _ending.Token);
            if (page.Items is not [var audit] || audit.Position != letter.Position)
            {
                return () =>
                {
                    Redelivered(redeliver);
                    _hasUnsavedLetters = true;
                    _tally.Remove(letter.Position);
                };
            }

            return await PostAsync(audit) is { } answer ? () => Redelivered(redeliver, audit, at, answer) : Unknown;
        }
        catch (Exception fault) when (fault is OperationCanceledException or JournalUnavailableException or JournalDamagedException)
        {
            return () =>
            {
                Redelivered(redeliver);
                _lettersAt = Now + s_pauseAfterFailure;
                NoteStorage(fault);
            };
        }
    }

    private void Redelivered(DeliveryWork.Redeliver redeliver)
    {
        _requests--;
        _lettersOut--;
        _window.Settled(redeliver);
    }

    private void Redelivered(DeliveryWork.Redeliver redeliver, AuditEntry audit, DateTimeOffset at, DeliveryAnswer answer)
    {
        var (now, letter) = (Now, redeliver.Letter);
        Redelivered(redeliver);
        _hasUnsavedLetters = true;
        var attempt = letter.Attempts + 1;
        var next = Judge(answer, attempt, now - letter.At, isEarly: false);
        Note(audit, attempt, at, answer, isLast: next is null);
        if (answer.IsDelivered)
        {
            _tally.Remove(letter.Position);
            return;
        }

        letter = letter with { Attempts = attempt, Status = answer.Status, Failure = answer.Failure };
        if (next is { } wait)
        {
            _tally.Put(letter with { DueAt = now + wait });
        }
        else
        {
            GiveUp(letter with { At = now, DueAt = null });
        }
    }

    /// <summary>How long to wait for the next attempt; null if there is none, or none is needed.</summary>
    private TimeSpan? Judge(DeliveryAnswer answer, int attempt, TimeSpan since, bool isEarly)
    {
        if (answer.IsDelivered)
        {
            _pace.Delivered();
            if (_outage.Delivered(Now))
            {
                _window.BringForward(Now, s_spread);
            }

            return null;
        }

        var chance = Random.Shared.NextDouble();
        var asked = RetrySchedule.Asked(answer.RetryAfter, chance);
        _outage.Failed(Now, answer.Status, asked, chance);
        if (answer.AsksToSlowDown)
        {
            _pace.SlowDown();
        }

        if (answer.IsGone)
        {
            _tally.DisabledFor = "the receiver answered 410: it is gone";
            _isOver = true;
            LogDisabled(_subscription.Id, _subscription.Name);
            SubscriptionMetrics.Alert("disabled");
            return TimeSpan.Zero;
        }

        // One that was made before its time is followed by that of the schedule.
        return isEarly ? asked ?? TimeSpan.Zero : _schedule.Next(attempt, since, answer.RetryAfter, chance);
    }

    private void Note(AuditEntry audit, int attempt, DateTimeOffset at, DeliveryAnswer answer, bool isLast)
    {
        var outcome = answer.IsDelivered ? DeliveryOutcome.Delivered : isLast ? DeliveryOutcome.GivenUp : DeliveryOutcome.Failed;
        SubscriptionMetrics.Attempt(Words<DeliveryOutcome>.Of(outcome));
        _tally.Add(new DeliveryAttempt(
            0, EventId.Of(audit), audit.Position, audit.Facts.Group, audit.Entry.Sequence, audit.Entry.Kind, attempt,
            at.WholeMilliseconds(), answer.Latency, outcome, answer.Status, answer.Failure, answer.Response));
    }

    private void GiveUp(DeadLetter letter)
    {
        _tally.Put(letter);
        _lastLetter = Math.Max(_lastLetter, letter.Position);
        LogGivenUp(_subscription.Id, letter.Position, letter.Group, letter.Attempts, letter.Failure);
        SubscriptionMetrics.Alert("given-up");
    }

    private static DeadLetter LetterOf(AuditEntry audit, DateTimeOffset now) => new(
        audit.Position, EventId.Of(audit), audit.Facts.Group, audit.Entry.Sequence, audit.Entry.Kind, now.WholeMilliseconds(), 0,
        DueAt: null, null, null);

    private async Task<Action> ReadLettersAsync()
    {
        try
        {
            var letters = await _services.Deliveries.DueLettersAsync(_subscription.Id, LettersAtATime, _ending.Token);
            return () =>
            {
                _isReadingLetters = false;
                var now = Now;
                var waiting = letters.Select(letter => Restore(letter, now)).ToList();
                foreach (var letter in waiting.Where(letter => letter.DueAt <= now).OrderBy(letter => letter.Position))
                {
                    _lettersOut++;
                    _lettersDueAtMost.Remove(letter.Position);
                    _window.Add(letter);
                }

                // After those that are out there may be more; the first that is not due tells when.
                _lettersAt = _lettersOut > 0 ? now : waiting.Min(letter => letter.DueAt) ?? DateTimeOffset.MaxValue;
            };
        }
        catch (Exception fault) when (fault is OperationCanceledException or JournalUnavailableException or JournalDamagedException)
        {
            return () =>
            {
                _isReadingLetters = false;
                _lettersAt = Now + s_pauseAfterFailure;
                NoteStorage(fault);
            };
        }
    }

    /// <summary>A letter by this run's clock, due no later than it could be by the schedule, counted from when it was first read.</summary>
    private DeadLetter Restore(DeadLetter letter, DateTimeOffset now)
    {
        letter = _clock.FromWall(letter);
        var last = now + _schedule.Longest(letter.Attempts, letter.Status);
        if (letter.DueAt > last)
        {
            _lettersDueAtMost.TryAdd(letter.Position, last);
        }

        return _lettersDueAtMost.TryGetValue(letter.Position, out var most) && letter.DueAt > most ? letter with { DueAt = most } : letter;
    }

    [LoggerMessage(601, LogLevel.Error, "Subscription {Id}, {Name}, is disabled: its receiver answered 410. Events wait until it is resumed")]
    private partial void LogDisabled(string id, string name);

    [LoggerMessage(602, LogLevel.Error, "Subscription {Id} gave up the event at position {Position} of {Group} after {Attempts} attempts: {Failure}")]
    private partial void LogGivenUp(string id, long position, GroupKey group, int attempts, string? failure);
}
