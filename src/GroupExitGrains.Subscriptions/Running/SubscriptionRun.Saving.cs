using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Subscriptions;

/// <summary>Writing down what has come of it, holding on, and telling when it falls behind.</summary>
internal sealed partial class SubscriptionRun
{
    private static readonly TimeSpan s_watchEvery = TimeSpan.FromSeconds(5);

    private bool _isSaving;
    private bool _hasSent;
    private bool _isStorageAway;
    private bool _isBehind;
    private long _savedCursor;
    private DateTimeOffset _savedAt;
    private DateTimeOffset _saveNotBefore;
    private DateTimeOffset _heldUntil;
    private DateTimeOffset _watchAt;

    // Where nothing was sent, it is enough to hold on: what is passed over is passed over soon again. What was sent is no
    // reason to wait for its answer: saving says whether it still is to be sent.
    private DateTimeOffset SaveAt()
    {
        var at = _savedAt + (_hasSent || !_tally.IsEmpty || _window.HasChanges ? Options.SaveEvery : Options.Hold / 3);
        return at > _saveNotBefore ? at : _saveNotBefore;
    }

    private async Task<Action> SaveAsync(DeliveryChanges changes)
    {
        try
        {
            var saved = await _services.Deliveries.SaveAsync(
                _subscription.Id, _owner, _epoch, _clock.ToWall(changes), CancellationToken.None);
            return () => Saved(changes, saved);
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalDamagedException)
        {
            return () =>
            {
                _isSaving = false;
                (_hasUnsavedLetters, _isSavingLetters) = (_hasUnsavedLetters || _isSavingLetters, false);
                _saveNotBefore = Now + s_pauseAfterFailure;
                _tally.Return(_window, changes);
                NoteStorage(fault);
            };
        }
    }

    private void Saved(DeliveryChanges changes, SubscriptionMark? saved)
    {
        (_isSaving, _isSavingLetters) = (false, false);
        if (saved is null)
        {
            // Somebody rewound or removed it, or has taken it over: what was delivered since is delivered again.
            (_isLost, _isOver) = (true, true);
            LogLost(_subscription.Id);
            return;
        }

        (_savedAt, _savedCursor, _heldUntil, _isStorageAway) = (Now, changes.Cursor, changes.Until, false);
        if (saved.Revision != _subscription.Revision && !_isOver)
        {
            // Whoever changed it could not say so here. It is taken up again as it is now, if it is still to be delivered for.
            _isOver = true;
            LogChanged(_subscription.Id);
        }

        if (changes.Letters.Count > 0 || changes.Redelivered.Count > 0)
        {
            _lettersAt = Now;
        }
    }

    private async Task LetGoAsync()
    {
        _window.LetGo(Now);
        try
        {
            if (!_tally.IsEmpty || _window.HasChanges || _window.Cursor != _savedCursor)
            {
                await _services.Deliveries.SaveAsync(
                    _subscription.Id, _owner, _epoch, _clock.ToWall(_tally.Take(_window, Now + Options.Hold)), CancellationToken.None);
            }

            await _services.Deliveries.ReleaseAsync(_subscription.Id, _owner, CancellationToken.None);
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalDamagedException)
        {
            // The hold ends by itself; what is not written down is delivered again.
            NoteStorage(fault);
        }
    }

    private void NoteStorage(Exception fault)
    {
        if (fault is not OperationCanceledException && !_isStorageAway)
        {
            _isStorageAway = true;
            LogStorage(fault, _subscription.Id);
        }
    }

    private void Watch(DateTimeOffset now)
    {
        if (now < _watchAt)
        {
            return;
        }

        _watchAt = now + s_watchEvery;
        var isBehind = _window.Oldest() is { } oldest && now - oldest > Options.AlertAfter;
        if (isBehind && !_isBehind)
        {
            LogBehind(_subscription.Id, _subscription.Name, Options.AlertAfter, _window.Behind);
            SubscriptionMetrics.Alert("behind");
            SubscriptionMetrics.Behind(1);
        }
        else if (!isBehind && _isBehind)
        {
            LogCaughtUp(_subscription.Id, _subscription.Name);
            SubscriptionMetrics.Behind(-1);
        }

        _isBehind = isBehind;
    }

    private void StopWatching()
    {
        if (_isBehind)
        {
            SubscriptionMetrics.Behind(-1);
        }
    }

    [LoggerMessage(603, LogLevel.Warning, "Subscription {Id}, {Name}, is behind: its oldest event waits for more than {Age}; {Groups} groups wait")]
    private partial void LogBehind(string id, string name, TimeSpan age, int groups);

    [LoggerMessage(604, LogLevel.Information, "Subscription {Id}, {Name}, has caught up")]
    private partial void LogCaughtUp(string id, string name);

    [LoggerMessage(605, LogLevel.Information, "Subscription {Id} is held no more: it was rewound, removed or taken over")]
    private partial void LogLost(string id);

    [LoggerMessage(607, LogLevel.Information, "Subscription {Id} was changed; what is delivered for is its new state")]
    private partial void LogChanged(string id);

    [LoggerMessage(606, LogLevel.Warning, "Subscription {Id} cannot reach storage; it is tried again until it can")]
    private partial void LogStorage(Exception fault, string id);
}
