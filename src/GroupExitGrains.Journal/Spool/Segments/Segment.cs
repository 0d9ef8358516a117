using GroupExitGrains.Journal.Spool.Disk;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>One file of records. Records are appended by one thread, and read and drained by any.</summary>
internal sealed class Segment(ISpoolFolder folder, SegmentName name, string ending = SegmentName.Waiting) : IDisposable
{
    private readonly ISpoolFile _file = folder.OpenFile(name.File(ending));
    private int _waiting;
    private volatile bool _isDamaged;

    /// <summary>What this process calls it. Numbers in names may come up twice after a loss of power.</summary>
    public int Id { get; init; }

    public SegmentName Name { get; } = name;

    /// <summary>Bytes that count: what a failed write may have left behind them does not.</summary>
    public long Length { get; private set; }

    /// <summary>Records not drained yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>There are bytes in it that no record was made of: it is kept when its records are drained.</summary>
    public bool IsDamaged
    {
        get => _isDamaged;
        set => _isDamaged = value;
    }

    public DrainMarks Marks { get; } = new(folder, name);

    public ISpoolFile File => _file;

    /// <summary>Takes over what the file held when it was opened, a record at a time.</summary>
    public void Found(long length, int waiting) => (Length, _waiting) = (length, waiting);

    /// <summary>Writes frames behind the last one and makes them durable.</summary>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> parts, long length, int records)
    {
        _file.Write(parts, Length);
        _file.Flush();
        if (Length == 0)
        {
            // The file's first records are as durable as the directory's entry that leads to them.
            folder.Flush();
        }

        Length += length;
        Interlocked.Add(ref _waiting, records);
    }

    /// <summary>Takes back what a failed <see cref="Append"/> may have left. What stays would only be drained needlessly.</summary>
    public void Rewind() => _file.Truncate(Length);

    /// <summary>The payload of a record.</summary>
    /// <exception cref="Membership.JournalDamagedException">The bytes are not as they were written.</exception>
    public ReadOnlyMemory<byte> Read(long offset, int payloadLength)
    {
        var frame = new byte[RecordFrame.HeaderSize + payloadLength];
        var header = frame.AsSpan(0, RecordFrame.HeaderSize);
        var payload = frame.AsMemory(RecordFrame.HeaderSize);
        return _file.Read(frame, offset) == frame.Length
            && RecordFrame.TryReadLength(header, Name.Salt, out var length) && length == payloadLength
            && RecordFrame.IsWhole(header, payload.Span, Name.Salt)
            ? payload
            : throw new Membership.JournalDamagedException($"The record at {offset} of {Name} is damaged.");
    }

    /// <summary>Notes that records are drained; true if no other waits.</summary>
    public bool Drained(int records) => Interlocked.Add(ref _waiting, -records) == 0;

    /// <summary>Ends a file without records that wait: it is deleted, or kept under another name if there is damage in it.</summary>
    public void Retire()
    {
        _file.Dispose();
        if (IsDamaged)
        {
            folder.Rename(Name.File(ending), Name.File(SegmentName.Damaged));
        }
        else
        {
            folder.Delete(Name.File(ending));
        }

        // In this order: without its marks a segment would be drained again from its beginning.
        Marks.Delete();
    }

    public void Dispose()
    {
        _file.Dispose();
        Marks.Dispose();
    }
}
