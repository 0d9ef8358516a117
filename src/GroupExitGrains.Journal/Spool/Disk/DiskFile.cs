using Microsoft.Win32.SafeHandles;

namespace GroupExitGrains.Journal.Spool.Disk;

/// <summary>A file on disk.</summary>
internal sealed class DiskFile(SafeFileHandle handle) : ISpoolFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> destination, long offset)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var read = RandomAccess.Read(handle, destination[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset) => RandomAccess.Write(handle, parts, offset);

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
