using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// The attempts that are kept of those made since the last time: all of them at leisure, of a storm the first that failed and
/// the last that did not. What they count up to is kept of all.
/// </summary>
internal sealed class RecentAttempts
{
    private const int MostFailed = 32;
    private const int MostDelivered = 16;
    private readonly List<DeliveryAttempt> _failed = [];
    private readonly Queue<DeliveryAttempt> _delivered = new();

    public void Add(DeliveryAttempt attempt)
    {
        if (attempt.Outcome == DeliveryOutcome.Delivered)
        {
            _delivered.Enqueue(attempt);
            if (_delivered.Count > MostDelivered)
            {
                _delivered.Dequeue();
            }
        }
        else if (_failed.Count < MostFailed)
        {
            _failed.Add(attempt);
        }
    }

    /// <summary>Those kept, in the order of their beginnings.</summary>
    public IReadOnlyList<DeliveryAttempt> Take()
    {
        List<DeliveryAttempt> taken = [.. _failed.Concat(_delivered).OrderBy(attempt => attempt.At)];
        _failed.Clear();
        _delivered.Clear();
        return taken;
    }
}
