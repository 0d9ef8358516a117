using System.Buffers.Binary;
using GroupExitGrains.Journal.Spool.Disk;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>
/// The offsets of a segment's drained records, in a file beside it, so that a restart does not drain them again. It is not
/// flushed: a mark that is lost costs an append that the journal knows already.
/// </summary>
internal sealed class DrainMarks(ISpoolFolder folder, SegmentName segment) : IDisposable
{
    private const int MarkSize = 8;
    private readonly Lock _gate = new();
    private ISpoolFile? _file;
    private long _length;

    private string Name => segment.File(SegmentName.Drained);

    /// <summary>Reads the marks there are. What is no mark is passed over.</summary>
    public HashSet<long> Load()
    {
        var offsets = new HashSet<long>();
        if (!folder.List().Contains(Name, StringComparer.Ordinal))
        {
            return offsets;
        }

        _file = folder.OpenFile(Name);
        var bytes = new byte[_file.Length / MarkSize * MarkSize];
        _file.Read(bytes, 0);
        _length = bytes.Length;
        for (var at = 0; at < bytes.Length; at += MarkSize)
        {
            var mark = bytes.AsSpan(at, MarkSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(mark[4..]) == Check(mark[..4]))
            {
                offsets.Add(BinaryPrimitives.ReadUInt32LittleEndian(mark));
            }
        }

        return offsets;
    }

    /// <summary>Marks records as drained.</summary>
    public void Add(IReadOnlyList<int> offsets)
    {
        var marks = new byte[offsets.Count * MarkSize];
        for (var i = 0; i < offsets.Count; i++)
        {
            var mark = marks.AsSpan(i * MarkSize, MarkSize);
            BinaryPrimitives.WriteInt32LittleEndian(mark, offsets[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(mark[4..], Check(mark[..4]));
        }

        lock (_gate)
        {
            _file ??= folder.OpenFile(Name);
            _file.Write([marks], _length);
            _length += marks.Length;
        }
    }

    /// <summary>Deletes the file; there is nothing left that it speaks of.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            if (_file is not null)
            {
                Dispose();
                folder.Delete(Name);
            }
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private uint Check(ReadOnlySpan<byte> offset) => Crc32C.Append((uint)(segment.Salt >> 32), offset);
}
