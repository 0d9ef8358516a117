using System.Buffers.Text;
using System.Security.Cryptography;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>The admin key that is made where none is configured. The file is for its owner's eyes only.</summary>
internal sealed record AdminKeyFile(string Path, string Key, bool IsNew)
{
    private const string FileName = "admin-key";
    private const string Prefix = "gx_";
    private const int RandomBytes = 32;

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

    // Under another name first: whoever finds the file finds all of it. False if another process was faster.
    private static bool TryCreate(string path)
    {
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
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
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
