using System.Runtime.InteropServices;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>
/// How much of a file the system has yet to write to the disk (Linux 6.5 and later). Asking ends this process's locks on the file, which is
/// for tests alone.
/// </summary>
internal static class DirtyPages
{
    private const long CacheStatistics = 451;

    /// <summary>Pages that are changed in memory alone; null where the system does not say.</summary>
    public static long? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        long[] whole = [0, 0];
        var counts = new long[5];
        return Call(CacheStatistics, file.DangerousGetHandle(), whole, counts, 0) == 0 ? counts[1] + counts[2] : null;
    }

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Call(long number, nint file, long[] range, [Out] long[] counts, long flags);
}
