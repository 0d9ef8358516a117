namespace GroupExitGrains.Journal.Spool.Disk;

/// <summary>A folder on disk, locked against other processes for as long as it is open.</summary>
internal sealed class DiskFolder : ISpoolFolder
{
    private const string LockName = "lock";
    private readonly string _path;
    private readonly FileStream _lock;

    private DiskFolder(string path, FileStream @lock)
    {
        _path = path;
        _lock = @lock;
    }

    /// <summary>Makes the folder if it is not there, and locks it. The lock ends with the process, however it ends.</summary>
    /// <exception cref="IOException">The folder cannot be made, or another process has it.</exception>
    public static DiskFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        Create(path);
        try
        {
            return new DiskFolder(
                path,
                new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new IOException($"The spool's folder {path} is in use by another process.", exception);
        }
    }

    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(_path).Select(path => Path.GetFileName(path)).Where(name => name != LockName)];

    public ISpoolFile OpenFile(string name) => new DiskFile(File.OpenHandle(
        Path.Combine(_path, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));

    public void Delete(string name) => File.Delete(Path.Combine(_path, name));

    public void Rename(string name, string newName) =>
        File.Move(Path.Combine(_path, name), Path.Combine(_path, newName));

    public void Flush() => DirectoryFlush.Flush(_path);

    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        var made = new Stack<string>();
        for (var missing = path; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
        {
            made.Push(missing);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // Raw requests are nobody else's business.
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        while (made.TryPop(out var folder))
        {
            // A new folder is an entry of the one above it.
            DirectoryFlush.Flush(Path.GetDirectoryName(folder)!);
        }
    }
}
