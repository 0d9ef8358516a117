using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Membership;

/// <summary>
/// One group's state and the only writer of its history in this process. It decides on each callback, numbers and chains
/// the entries, and hands them to the journal without waiting for those before them; answers come when the journal has
/// reported. Whoever else may write to the same group, the journal refuses all but one, and the refused reload.
/// </summary>
/// <remarks>Safe for concurrent use. Loads itself when it is first asked something.</remarks>
public sealed partial class GroupLedger
{
    private const int MaxAttempts = 8;

    private readonly Lock _gate = new();
    private readonly IJournal _journal;
    private readonly ISnapshots _snapshots;
    private readonly LedgerOptions _options;
    private readonly ILogger _logger;
    private Flights _inFlight;
    private List<Deferred>? _deferred;

    private GroupState? _state;
    private Task? _loading;
    private Task? _appendingInParts;
    private IReadOnlyList<Task> _abandoned = [];
    private Wave? _wave;
    private long _generation;
    private long _tickets;
    private bool _closed;

    /// <summary>Creates the ledger of a group without loading it.</summary>
    public GroupLedger(GroupKey group, IJournal journal, ISnapshots snapshots, LedgerOptions options, ILogger logger)
    {
        Group = group;
        _journal = journal;
        _snapshots = snapshots;
        _options = options;
        _logger = logger;
    }

    /// <summary>The group.</summary>
    public GroupKey Group { get; }

    /// <summary>Records a callback. Returns when it is durable; a repetition only when the original is.</summary>
    /// <exception cref="JournalUnavailableException">
    /// It could not be made durable, or it is not known whether it was. Offering the same callback again is safe.
    /// </exception>
    /// <exception cref="LedgerClosedException">The ledger was closed; nothing was recorded.</exception>
    public Task<Receipt> RecordAsync(Callback callback) =>
        Activity.Current is { Recorded: true } ? RecordTracedAsync(callback) : Record(callback);

    private Task<Receipt> Record(Callback callback)
    {
        lock (_gate)
        {
            return Record(new Offer(callback, _tickets++) { Span = Activity.Current });
        }
    }

    private Task<Receipt> RecordAgainAsync(Offer offer)
    {
        lock (_gate)
        {
            return Record(offer);
        }
    }

    private Task<Receipt> Record(Offer offer)
    {
        ThrowIfClosed();
        if (offer.Attempt == MaxAttempts)
        {
            throw new JournalUnavailableException($"The journal refused a callback {MaxAttempts} times: others write to its group.");
        }

        if (IsReady)
        {
            return Submit(offer);
        }

        var deferred = new Deferred(offer);
        (_deferred ??= []).Add(deferred);
        _ = StartLoading();
        return deferred.Task;
    }

    private bool IsReady => _state is not null && _loading is null && _appendingInParts is null;

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new LedgerClosedException();
        }
    }

    /// <summary>Takes what waited, in order of receipt. Called under the gate when the group has become ready.</summary>
    private void TakeDeferred()
    {
        if (_deferred is null)
        {
            return;
        }

        var waiting = _deferred
            .OrderBy(deferred => deferred.Offer.Callback.ReceivedAt).ThenBy(deferred => deferred.Offer.Ticket).ToList();
        _deferred = null;
        foreach (var deferred in waiting)
        {
            if (deferred.Offer.Wave is { HasFailed: true })
            {
                deferred.Fail(new JournalUnavailableException("A callback of the group before it could not be recorded."));
            }
            else if (IsReady)
            {
                deferred.CompleteWith(SubmitWithin(deferred.Offer));
            }
            else
            {
                (_deferred ??= []).Add(deferred);
            }
        }

        if (_deferred is not null)
        {
            // The journal may have failed one of them at once, and nobody else would load the group again.
            _ = StartLoading();
        }
    }

    private void FailDeferred(Exception exception)
    {
        foreach (var deferred in _deferred ?? [])
        {
            deferred.Fail(exception);
        }

        _deferred = null;
    }

    /// <summary>Drops a state that the journal has not followed; the next call loads it anew.</summary>
    private void Drop(long generation)
    {
        lock (_gate)
        {
            if (generation != _generation)
            {
                return;
            }

            _generation++;
            _state = null;
            CountInMemory(null);
            (_isKnown, _durable) = (false, null);
            _appendingInParts = null;
            _abandoned =
            [
                .. _abandoned.Where(task => !task.IsCompleted),
                .. _inFlight.InOrder().Select(flight => flight.Task),
                _wave?.Close() ?? Task.CompletedTask,
            ];
            _inFlight.Clear();
            _wave = null;
            if (_deferred is not null)
            {
                _ = StartLoading();
            }
        }
    }
}
