using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>What has come of deliveries and is not written down.</summary>
/// <param name="revision">The revision of the subscription that is delivered for.</param>
internal sealed class DeliveryTally(long revision)
{
    private readonly Dictionary<long, DeadLetter?> _letters = [];
    private readonly RecentAttempts _attempts = new();
    private long _delivered;
    private long _failed;
    private DateTimeOffset? _lastDeliveredAt;
    private DateTimeOffset? _lastFailedAt;
    private string? _lastFailure;

    /// <summary>The subscription is to be disabled, for this reason.</summary>
    public string? DisabledFor { get; set; }

    public bool IsEmpty => _letters.Count == 0 && _delivered == 0 && _failed == 0 && DisabledFor is null;

    public void Add(DeliveryAttempt attempt)
    {
        _attempts.Add(attempt);
        if (attempt.Outcome == DeliveryOutcome.Delivered)
        {
            _delivered++;
            _lastDeliveredAt = attempt.At + attempt.Latency;
        }
        else
        {
            _failed++;
            (_lastFailedAt, _lastFailure) = (attempt.At + attempt.Latency, attempt.Failure);
        }
    }

    /// <summary>A letter as it is now.</summary>
    public void Put(DeadLetter letter) => _letters[letter.Position] = letter;

    /// <summary>A letter was delivered.</summary>
    public void Remove(long position) => _letters[position] = null;

    /// <summary>Everything since the last time.</summary>
    public DeliveryChanges Take(DeliveryWindow window, DateTimeOffset until)
    {
        var (waiting, cleared) = window.TakeChanges();
        var changes = new DeliveryChanges
        {
            Cursor = window.Cursor,
            Until = until,
            Waiting = waiting,
            Cleared = cleared,
            Attempts = _attempts.Take(),
            Letters = [.. _letters.Values.OfType<DeadLetter>()],
            Redelivered = [.. _letters.Where(letter => letter.Value is null).Select(letter => letter.Key)],
            Delivered = _delivered,
            Failed = _failed,
            LastDeliveredAt = _lastDeliveredAt,
            LastFailedAt = _lastFailedAt,
            LastFailure = _lastFailure,
            DisabledFor = DisabledFor,
            Revision = revision,
        };
        _letters.Clear();
        (_delivered, _failed, _lastDeliveredAt, _lastFailedAt, _lastFailure) = (0, 0, null, null, null);
        return changes;
    }

    /// <summary>Takes back what could not be written down.</summary>
    public void Return(DeliveryWindow window, DeliveryChanges changes)
    {
        window.Return(changes.Waiting, changes.Cleared);
        foreach (var letter in changes.Letters)
        {
            _letters.TryAdd(letter.Position, letter);
        }

        foreach (var position in changes.Redelivered)
        {
            _letters.TryAdd(position, null);
        }

        foreach (var attempt in changes.Attempts)
        {
            _attempts.Add(attempt);
        }

        _delivered += changes.Delivered;
        _failed += changes.Failed;
        _lastDeliveredAt ??= changes.LastDeliveredAt;
        (_lastFailedAt, _lastFailure) = _lastFailedAt is null ? (changes.LastFailedAt, changes.LastFailure) : (_lastFailedAt, _lastFailure);
    }
}
