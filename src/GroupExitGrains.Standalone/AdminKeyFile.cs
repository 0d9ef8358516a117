using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>The admin key that is made where none is configured. The file is for its owner's eyes only.</summary>
internal sealed record AdminKeyFile(string Path, string Key, bool IsNew)
{
    private const string FileName = "admin-key";
    private const string Prefix = "gx_";
    private const int RandomBytes = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The key kept in the directory; makes both if they are not there.</summary>
    /// <exception cref="ConfigurationFaultException">The file cannot be read or made.</exception>
    public static AdminKeyFile ReadOrCreate(string directory)
    {
        var path = System.IO.Path.Combine(directory, FileName);
        try
        {
            CreateDirectory(directory);
            var made = !File.Exists(path) && TryCreate(path);
            var key = File.ReadAllText(path).Trim();
            return key.Length > 0 && key.All(c => c is > ' ' and < '\x7f')
                ? new AdminKeyFile(path, key, made)
                : throw new ConfigurationFaultException($"{path} holds no key; delete it to have a new one made");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException($"{path} cannot be read or made: {fault.Message}", fault);
        }
    }

    public AdminKeyOptions ToOptions() => new() { Name = FileName, Key = Key, Role = AdminRole.Admin };

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // Under another name first: whoever finds the file finds all of it. One process at a time, since looking for the file and
    // giving the other one its name are two steps. False if another process was faster.
    private static bool TryCreate(string path)
    {
        using var turn = TakeTurn(path + ".lock");
        if (File.Exists(path))
        {
            return false;
        }

        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(draft, OwnersOnly()))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            return true;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static FileStream TakeTurn(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException fault) when (fault.GetType() == typeof(IOException) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                Thread.Sleep(1);
            }
        }
    }

    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
