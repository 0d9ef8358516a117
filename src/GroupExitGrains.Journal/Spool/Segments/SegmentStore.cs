using System.Collections.Concurrent;
using System.Threading.Channels;
using GroupExitGrains.Journal.Spool.Disk;
using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>
/// The spool's files. One task writes all of them: what gathers while it flushes shares the next flush. A file that a write
/// failed in takes no other: after a failed flush nobody knows what of it is on the disk.
/// </summary>
internal sealed partial class SegmentStore : IAsyncDisposable
{
    private const int MaxBatchBytes = 8 * 1024 * 1024;
    private const int CheckBytes = 64 * 1024;

    private readonly ISpoolFolder _folder;
    private readonly SpoolOptions _options;
    private readonly SpoolIndex _index;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<int, Segment> _segments = new();
    private readonly Channel<SpoolWork> _work = Channel.CreateUnbounded<SpoolWork>(new() { SingleReader = true });
    private Task _writing = Task.CompletedTask;
    private Segment? _active;
    private Segment? _deadLetters;
    private int _lastId;
    private int _lastNumber;
    private long _bytes;
    private long _claimed;
    private long _deadLetterCount;
    private volatile string? _lastFault;
    private volatile bool _isStalled;

    private SegmentStore(ISpoolFolder folder, SpoolOptions options, SpoolIndex index, ILogger logger)
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

    /// <summary>The disk keeps a write waiting for too long. More for it would only pile up in memory.</summary>
    public bool IsStalled => _isStalled;

    /// <summary>Notes that a write has taken longer than it may; the next one that succeeds takes this back.</summary>
    public void Stall(TimeSpan deadline)
    {
        _lastFault = $"The spool's disk took longer than {deadline.TotalMilliseconds:0} ms.";
        _isStalled = true;
    }

    /// <summary>Reads what is there into the index, and takes appends from then on.</summary>
    public static SegmentStore Open(ISpoolFolder folder, SpoolOptions options, SpoolIndex index, ILogger logger)
    {
        var store = new SegmentStore(folder, options, index, logger);
        store.Recover();
        store._writing = Task.Run(store.WriteAsync);
        return store;
    }

    /// <summary>Makes a callback durable and puts it in the place reserved for it; gives the place back if that fails.</summary>
    /// <exception cref="JournalUnavailableException">The disk did not take it.</exception>
    public Task AppendAsync(GroupQueue queue, CallbackHeading heading, byte[] payload)
    {
        var append = new AppendWork(queue, heading, payload);
        Interlocked.Add(ref _claimed, payload.Length);
        if (!_work.Writer.TryWrite(append))
        {
            FailAppends([append], new ObjectDisposedException(nameof(CallbackSpool)));
        }

        return append.Task;
    }

    /// <summary>Makes a dead letter durable.</summary>
    public Task SetAsideAsync(ReadOnlyMemory<byte> payload) => Enqueue(new DeadLetterWork(payload));

    /// <summary>Finds out whether the disk takes a write again; <see cref="LastFault"/> says.</summary>
    public Task CheckAsync() => Enqueue(new CheckWork());

    /// <summary>The encoded callback.</summary>
    /// <exception cref="JournalDamagedException">It is not as it was written, or no longer there.</exception>
    public ReadOnlyMemory<byte> Read(SpooledRecord record) => _segments.TryGetValue(record.Segment, out var segment)
        ? segment.Read(record.Offset, record.Length)
        : throw new JournalDamagedException("The segment of a callback is not there any more.");

    /// <summary>Notes that a record is in the journal or among the dead letters.</summary>
    public void Drained(SpooledRecord record)
    {
        var segment = _segments[record.Segment];
        try
        {
            segment.Marks.Add(record.Offset);
        }
        catch (Exception exception) when (IsDiskFault(exception))
        {
            LogMarkFailed(_logger, exception, segment.Name);
        }

        Ended(segment);
    }

    /// <summary>Gives a record up that cannot be read back. The name of its segment, which is kept.</summary>
    public string GiveUp(SpooledRecord record)
    {
        var segment = _segments[record.Segment];
        segment.IsDamaged = true;
        Ended(segment);
        return segment.Name.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _writing;
        foreach (var segment in _segments.Values)
        {
            segment.Dispose();
        }

        _deadLetters?.Dispose();
        _folder.Dispose();
    }

    private void Ended(Segment segment)
    {
        if (segment.Drained())
        {
            _work.Writer.TryWrite(new RetireWork(segment));
        }
    }

    private Task Enqueue(SpoolWork work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            work.Fail(new ObjectDisposedException(nameof(CallbackSpool)));
        }

        return work.Task;
    }

    private static bool IsDiskFault(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
