using System.Collections.Concurrent;
using GroupExitGrains.Journal.Spool.Disk;
using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>
/// The spool's files. One thread writes all of them: what gathers while it flushes shares the next flush. It is a thread of
/// its own, since the pool's may all wait for a database that hangs. A file that a write failed in takes no other: after a
/// failed flush nobody knows what of it is on the disk.
/// </summary>
internal sealed partial class SegmentStore : IAsyncDisposable
{
    private const int MaxBatchBytes = 8 * 1024 * 1024;
    private const int CheckBytes = 64 * 1024;

    /// <summary>What may be on its way to a disk that hangs, beside one callback of whatever size.</summary>
    private const long MostClaimed = 64 * 1024 * 1024;

    private readonly ISpoolFolder _folder;
    private readonly CallbackSpoolOptions _options;
    private readonly SpoolIndex _index;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<int, Segment> _segments = new();
    private readonly BlockingCollection<SpoolWork> _work = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Segment? _active;
    private Segment? _deadLetters;
    private int _lastId;
    private int _lastNumber;
    private long _bytes;
    private long _claimed;
    private long _deadLetterCount;
    private volatile string? _lastFault;

    private SegmentStore(ISpoolFolder folder, CallbackSpoolOptions options, SpoolIndex index, ILogger logger)
    {
        _folder = folder;
        _options = options;
        _index = index;
        _logger = logger;
    }

    /// <summary>Bytes of the segments with records that wait.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The same with what is on its way to them.</summary>
    public long ClaimedBytes => Bytes + Interlocked.Read(ref _claimed);

    public long DeadLetters => Interlocked.Read(ref _deadLetterCount);

    /// <summary>Why the last write failed; null once one has succeeded again.</summary>
    public string? LastFault => _lastFault;

    /// <summary>The disk does not keep up, and more for it would only pile up in memory.</summary>
    public bool IsBehind => Interlocked.Read(ref _claimed) > MostClaimed;

    /// <summary>Notes that a write has taken longer than it may; the next one that succeeds takes this back.</summary>
    public void Stall(TimeSpan deadline)
    {
        _lastFault = $"The spool's disk took longer than {deadline.TotalMilliseconds:0} ms.";
    }

    /// <summary>Reads what is there into the index, and takes appends from then on.</summary>
    public static SegmentStore Open(ISpoolFolder folder, CallbackSpoolOptions options, SpoolIndex index, ILogger logger)
    {
        var store = new SegmentStore(folder, options, index, logger);
        store.Recover();
        new Thread(store.Write) { IsBackground = true, Name = "spool writer" }.Start();
        return store;
    }

    /// <summary>Makes a callback durable and puts it in the place reserved for it; gives the place back if that fails.</summary>
    /// <exception cref="JournalUnavailableException">The disk did not take it.</exception>
    public Task AppendAsync(GroupQueue queue, CallbackHeading heading, byte[] payload, long spooledAt)
    {
        var append = new AppendWork(queue, heading, payload, spooledAt);
        Interlocked.Add(ref _claimed, payload.Length);
        if (!TryEnqueue(append))
        {
            FailAppends([append], new ObjectDisposedException(nameof(CallbackSpool)));
        }

        return append.Task;
    }

    /// <summary>Makes a dead letter durable.</summary>
    public Task SetAsideAsync(ReadOnlyMemory<byte> payload, long setAsideAt) => Enqueue(new DeadLetterWork(payload, setAsideAt));

    /// <summary>Finds out whether the disk takes a write again; <see cref="LastFault"/> says.</summary>
    public Task CheckAsync() => Enqueue(new CheckWork());

    /// <summary>The encoded callback.</summary>
    /// <exception cref="JournalDamagedException">It is not as it was written, or no longer there.</exception>
    public ReadOnlyMemory<byte> Read(SpooledRecord record) => _segments.TryGetValue(record.Segment, out var segment)
        ? segment.Read(record.Offset, record.Length)
        : throw new JournalDamagedException("The segment of a callback is not there any more.");

    /// <summary>Notes that records are in the journal or among the dead letters.</summary>
    public void Drained(IEnumerable<SpooledRecord> records)
    {
        foreach (var ofSegment in records.GroupBy(record => record.Segment, record => record.Offset))
        {
            var segment = _segments[ofSegment.Key];
            var offsets = ofSegment.ToList();
            try
            {
                segment.Marks.Add(offsets);
            }
            catch (Exception exception) when (IsDiskFault(exception))
            {
                LogMarkFailed(_logger, exception, segment.Name);
            }

            Ended(segment, offsets.Count);
        }
    }

    /// <summary>Gives a record up that cannot be read back. The name of its segment, which is kept.</summary>
    public string GiveUp(SpooledRecord record)
    {
        var segment = _segments[record.Segment];
        segment.IsDamaged = true;
        Ended(segment, records: 1);
        return segment.Name.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_work.IsAddingCompleted)
        {
            _work.CompleteAdding();
        }

        await _ended.Task;
        foreach (var segment in _segments.Values)
        {
            segment.Dispose();
        }

        _deadLetters?.Dispose();
        _folder.Dispose();
    }

    private void Ended(Segment segment, int records)
    {
        if (segment.Drained(records))
        {
            TryEnqueue(new RetireWork(segment));
        }
    }

    private Task Enqueue(SpoolWork work)
    {
        if (!TryEnqueue(work))
        {
            work.Fail(new ObjectDisposedException(nameof(CallbackSpool)));
        }

        return work.Task;
    }

    private bool TryEnqueue(SpoolWork work)
    {
        try
        {
            return _work.TryAdd(work);
        }
        catch (InvalidOperationException)
        {
            // The spool is closed.
            return false;
        }
    }

    private static bool IsDiskFault(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
