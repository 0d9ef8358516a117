using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// The journal for those who read it from one position to the next. Whoever is at its end shares what is read of it with the
/// others who are; who is not reads what it needs.
/// </summary>
internal sealed class JournalTail(IHistory history, DeliveryOptions options, TimeProvider time)
{
    /// <summary>Latest entries kept in memory.</summary>
    private const int Kept = 2048;

    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<AuditEntry> _latest = new();
    private long _before;
    private long _end;
    private Task? _look;
    private bool _isFar;

    /// <summary>Entries behind a position, in order and without a gap; waits until there is one.</summary>
    /// <exception cref="JournalUnavailableException">Storage could not be read.</exception>
    public async Task<IReadOnlyList<AuditEntry>> AfterAsync(long position, int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (AtHand(position, most) is not { } entries)
            {
                entries = (await history.PageAsync(Behind(position, most), cancellationToken)).Items;
                if (entries.Count == 0)
                {
                    StartAt(position);
                }
            }

            if (entries.Count > 0)
            {
                return entries;
            }

            await NextLook().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Entries that are in memory; empty at the end of the journal; null if they are not kept.</summary>
    private IReadOnlyList<AuditEntry>? AtHand(long position, int most)
    {
        lock (_gate)
        {
            return position < _before || position > _end ? null
                : position == _end ? []
                : [.. _latest.Skip((int)(position - _before)).Take(most)];
        }
    }

    private void StartAt(long position)
    {
        lock (_gate)
        {
            if (position > _end || _latest.Count == 0)
            {
                _latest.Clear();
                (_before, _end) = (position, position);
            }
        }
    }

    private Task NextLook()
    {
        lock (_gate)
        {
            return _look ??= LookAsync();
        }
    }

    private async Task LookAsync()
    {
        await Task.Yield();
        if (!_isFar)
        {
            await Task.Delay(options.LookEvery, time);
        }

        try
        {
            var page = await history.PageAsync(Behind(Volatile.Read(ref _end), AuditQuery.MaxLimit), CancellationToken.None);
            Add(page.Items);
            _isFar = page.Next is not null;
        }
        catch (JournalUnavailableException)
        {
            // Those who wait ask again, and hear of it from then on.
            await Task.Delay(s_pauseAfterFailure, time);
        }
        finally
        {
            lock (_gate)
            {
                _look = null;
            }
        }
    }

    private void Add(IReadOnlyList<AuditEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries.Where(entry => entry.Position == _end + 1))
            {
                _latest.Enqueue(entry);
                _end = entry.Position;
                if (_latest.Count > Kept)
                {
                    _before = _latest.Dequeue().Position;
                }
            }
        }
    }

    private static AuditQuery Behind(long position, int most) => new() { Ascending = true, After = position, Limit = most };
}
