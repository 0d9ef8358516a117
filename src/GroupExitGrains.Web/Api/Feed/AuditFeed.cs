using System.Text.Json;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// The end of the journal, read once for all who follow it. Positions have no gap and are in the order of commits, so whoever
/// has seen one has missed none before it. What a reader has not come to yet is not kept for it: it reads the journal.
/// </summary>
internal sealed class AuditFeed(IOptions<JsonOptions> json)
{
    /// <summary>Latest entries kept in memory.</summary>
    public const int Kept = 4096;

    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;
    private readonly Lock _gate = new();
    private readonly FeedEvent[] _latest = new FeedEvent[Kept];
    private TaskCompletionSource _advanced = New();
    private TaskCompletionSource _joined = New();
    private int _readers;
    private long _before;
    private long? _tail;

    /// <summary>The last position read; null until it was read for those who follow now.</summary>
    public long? Tail
    {
        get
        {
            lock (_gate)
            {
                return _tail;
            }
        }
    }

    /// <summary>How many follow.</summary>
    public int Readers
    {
        get
        {
            lock (_gate)
            {
                return _readers;
            }
        }
    }

    /// <summary>Completes when somebody follows.</summary>
    public Task Joined
    {
        get
        {
            lock (_gate)
            {
                return _readers > 0 ? Task.CompletedTask : _joined.Task;
            }
        }
    }

    /// <summary>Follows the journal until the returned object is disposed.</summary>
    public IDisposable Join()
    {
        lock (_gate)
        {
            if (_readers++ == 0)
            {
                _joined.TrySetResult();
            }
        }

        return new Reader(this);
    }

    /// <summary>Completes when the tail has moved beyond a position, or is known for the first time.</summary>
    public Task BeyondAsync(long? position)
    {
        lock (_gate)
        {
            return _tail is { } tail && (position is null || tail > position) ? Task.CompletedTask : _advanced.Task;
        }
    }

    /// <summary>Entries behind a position, those at hand; null if the first of them is not kept any more.</summary>
    public IReadOnlyList<FeedEvent>? Behind(long position)
    {
        lock (_gate)
        {
            if (_tail is not { } tail || position < _before)
            {
                return null;
            }

            if (position >= tail)
            {
                return [];
            }

            var events = new FeedEvent[tail - position];
            for (var i = 0; i < events.Length; i++)
            {
                events[i] = _latest[(position + 1 + i) % Kept];
            }

            return events;
        }
    }

    /// <summary>Goes on from a position without having read what is before it.</summary>
    public void Restart(long position)
    {
        lock (_gate)
        {
            if (_readers == 0)
            {
                return;
            }

            Array.Clear(_latest);
            (_tail, _before) = (position, position);
            Announce();
        }
    }

    /// <summary>Adds what follows the tail.</summary>
    public void Add(IReadOnlyList<AuditEntry> entries)
    {
        lock (_gate)
        {
            if (_readers == 0)
            {
                return;
            }

            foreach (var entry in entries)
            {
                _latest[entry.Position % Kept] = new FeedEvent(entry, _json);
                _tail = entry.Position;
            }

            _before = Math.Max(_before, _tail!.Value - Kept);
            Announce();
        }
    }

    private void Announce()
    {
        var advanced = _advanced;
        _advanced = New();
        advanced.TrySetResult();
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_readers == 0)
            {
                // Who comes next shall start at the end that there is then.
                _tail = null;
                _joined = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Reader(AuditFeed feed) : IDisposable
    {
        private AuditFeed? _feed = feed;

        public void Dispose() => Interlocked.Exchange(ref _feed, null)?.Leave();
    }
}
