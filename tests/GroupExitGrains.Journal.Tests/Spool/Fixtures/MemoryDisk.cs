using GroupExitGrains.Journal.Spool.Disk;

namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>
/// A disk that knows what is durable and what only would be: contents that were flushed, in files whose directory entries
/// were. It can fail, and a process, or the machine, can die on it.
/// </summary>
internal sealed class MemoryDisk
{
    private readonly Lock _gate = new();
    private Dictionary<string, Content> _files = [];
    private Dictionary<string, Content> _entries = [];
    private object? _holder;

    /// <summary>What happens, and what becomes of it: an exception fails it.</summary>
    public Func<DiskCall, Exception?> Fault { get; set; } = static _ => null;

    /// <summary>Everything that was done, in its order.</summary>
    public List<DiskCall> Calls { get; } = [];

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _files.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The bytes of a file, to be altered at will.</summary>
    public byte[] this[string name]
    {
        get
        {
            lock (_gate)
            {
                return [.. _files[name].Bytes];
            }
        }

        set
        {
            lock (_gate)
            {
                _files[name] = new Content { Bytes = [.. value], Durable = [.. value] };
                _entries[name] = _files[name];
            }
        }
    }

    public DiskAction[] Actions()
    {
        lock (_gate)
        {
            return [.. Calls.Select(call => call.Action)];
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            _files.Remove(name);
            _entries.Remove(name);
        }
    }

    /// <summary>Alters a byte of a file that a process has open.</summary>
    public void Alter(string name, int offset)
    {
        lock (_gate)
        {
            _files[name].Bytes[offset] ^= 0x10;
        }
    }

    /// <summary>Opens the folder as a new process does.</summary>
    public ISpoolFolder Open()
    {
        lock (_gate)
        {
            if (_holder is not null)
            {
                throw new IOException("Another process has the folder.");
            }

            var folder = new MemoryFolder(this);
            _holder = folder;
            return folder;
        }
    }

    /// <summary>The process dies: it does nothing any more, and what it has written stays.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _holder = null;
        }
    }

    /// <summary>The machine dies: of what was not flushed, a part may have reached the disk, and the rest has not.</summary>
    public void LosePower(Random random)
    {
        lock (_gate)
        {
            _holder = null;
            var left = new Dictionary<string, Content>();
            foreach (var (name, content) in _entries)
            {
                var bytes = new List<byte>(content.Durable);
                if (content.Bytes.Count > content.Durable.Count)
                {
                    bytes.AddRange(content.Bytes.Skip(bytes.Count).Take(random.Next(content.Bytes.Count - bytes.Count + 1)));
                }

                left[name] = new Content { Bytes = bytes, Durable = [.. bytes] };
            }

            _files = left;
            _entries = new(left);
        }
    }

    private void Do(MemoryFolder process, DiskCall call, Action action)
    {
        // Outside the gate: a test may hold a call up here.
        var fault = Fault(call);
        lock (_gate)
        {
            if (_holder != process)
            {
                throw new IOException("This process is dead.");
            }

            if (fault is not null)
            {
                throw fault;
            }

            Calls.Add(call);
            action();
        }
    }

    private sealed class Content
    {
        public List<byte> Bytes { get; set; } = [];

        public List<byte> Durable { get; set; } = [];

        public bool IsUncertain { get; set; }
    }

    private sealed class MemoryFolder(MemoryDisk disk) : ISpoolFolder
    {
        public IReadOnlyList<string> List() => disk.Names;

        public ISpoolFile OpenFile(string name)
        {
            Content? content = null;
            disk.Do(this, new(DiskAction.Open, name), () =>
            {
                if (!disk._files.TryGetValue(name, out content))
                {
                    disk._files[name] = content = new Content();
                }
            });
            return new MemoryFile(disk, this, name, content!);
        }

        public void Delete(string name) =>
            disk.Do(this, new(DiskAction.Delete, name), () => disk._files.Remove(name));

        public void Rename(string name, string newName) => disk.Do(this, new(DiskAction.Rename, name), () =>
        {
            disk._files.Remove(name, out var content);
            disk._files[newName] = content!;
        });

        public void Flush() => disk.Do(this, new(DiskAction.FlushFolder, ""), () => disk._entries = new(disk._files));

        public void Dispose()
        {
            lock (disk._gate)
            {
                disk._holder = disk._holder == this ? null : disk._holder;
            }
        }
    }

    private sealed class MemoryFile(MemoryDisk disk, MemoryFolder process, string name, Content content) : ISpoolFile
    {
        public long Length
        {
            get
            {
                lock (disk._gate)
                {
                    return content.Bytes.Count;
                }
            }
        }

        public int Read(Span<byte> destination, long offset)
        {
            lock (disk._gate)
            {
                var bytes = content.Bytes.Skip((int)offset).Take(destination.Length).ToArray();
                bytes.CopyTo(destination);
                return bytes.Length;
            }
        }

        public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset)
        {
            var bytes = parts.SelectMany(part => part.ToArray()).ToArray();
            try
            {
                disk.Do(process, new(DiskAction.Write, name, bytes.Length), () => Put(bytes, (int)offset));
            }
            catch (DiskFullException full)
            {
                lock (disk._gate)
                {
                    Put(bytes[..full.Written], (int)offset);
                }

                throw;
            }
        }

        public void Truncate(long length) => disk.Do(process, new(DiskAction.Truncate, name), () =>
        {
            content.Bytes = [.. content.Bytes.Take((int)length)];
            content.Durable = [.. content.Durable.Take((int)length)];
        });

        public void Flush()
        {
            try
            {
                disk.Do(process, new(DiskAction.Flush, name), () =>
                {
                    if (!content.IsUncertain)
                    {
                        content.Durable = [.. content.Bytes];
                    }
                });
            }
            catch (IOException)
            {
                // As on Linux: what could not be written is forgotten, and the next flush reports success.
                content.IsUncertain = true;
                throw;
            }
        }

        public void Dispose()
        {
            // What a process holds open here costs nothing.
        }

        private void Put(byte[] bytes, int offset)
        {
            while (content.Bytes.Count < offset)
            {
                content.Bytes.Add(0);
            }

            var left = content.Bytes.Count - offset;
            content.Bytes.RemoveRange(offset, Math.Min(left, bytes.Length));
            content.Bytes.InsertRange(offset, bytes);
        }
    }
}

public enum DiskAction
{
    Open,
    Write,
    Truncate,
    Flush,
    FlushFolder,
    Delete,
    Rename,
}

internal readonly record struct DiskCall(DiskAction Action, string Name, int Bytes = 0);

/// <summary>A write that only a part of found room.</summary>
internal sealed class DiskFullException(int written) : IOException("No space left on device")
{
    public int Written { get; } = written;
}
