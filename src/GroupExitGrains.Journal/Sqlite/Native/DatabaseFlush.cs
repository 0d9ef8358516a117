using System.Runtime.InteropServices;
using SQLitePCL;

namespace GroupExitGrains.Journal.Sqlite.Native;

/// <summary>
/// Flushes a database file to the disk, by SQLite's own descriptor of it. With one of our own that would end badly: when a process
/// closes any descriptor of a file, it loses all its locks on it, SQLite's too.
/// </summary>
internal static class DatabaseFlush
{
    // https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, io_methods.html and c_sync_dataonly.html beside it.
    private const int FilePointer = 7;
    private const int SyncMethod = 5;
    private const int SyncNormal = 2;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sync(nint file, int flags);

    /// <summary>Returns when all that was written to the file before is on the disk.</summary>
    /// <returns>A result of SQLite's.</returns>
    public static int Run(sqlite3 database)
    {
        var result = FileControl(database, "main", FilePointer, out var file);
        if (result != raw.SQLITE_OK)
        {
            return result;
        }

        // A file begins with the address of its methods, and those with a version that fills a pointer's place.
        var methods = Marshal.ReadIntPtr(file);
        var sync = Marshal.GetDelegateForFunctionPointer<Sync>(Marshal.ReadIntPtr(methods, SyncMethod * IntPtr.Size));
        return sync(file, SyncNormal);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(
        sqlite3 database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, out nint argument);
}
