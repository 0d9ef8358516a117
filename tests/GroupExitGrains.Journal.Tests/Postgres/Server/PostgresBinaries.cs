using System.Diagnostics;
using System.Globalization;

namespace GroupExitGrains.Journal.Tests.Postgres.Server;

/// <summary>The server's programs as Debian installs them, run as somebody who is not root.</summary>
internal sealed class PostgresBinaries
{
    private const string Versions = "/usr/lib/postgresql";
    private const int Oldest = 15;
    private readonly string _directory;
    private readonly string? _runAs;

    private PostgresBinaries(string directory, string? runAs)
    {
        _directory = directory;
        _runAs = runAs;
    }

    /// <summary>Those of the newest version installed; null if there is none.</summary>
    public static PostgresBinaries? Find()
    {
        if (!Directory.Exists(Versions))
        {
            return null;
        }

        var newest = Directory.GetDirectories(Versions)
            .Select(path => (Path: Path.Combine(path, "bin"), Version: Number(Path.GetFileName(path))))
            .Where(version => version.Version >= Oldest && File.Exists(Path.Combine(version.Path, "initdb")))
            .OrderByDescending(version => version.Version)
            .FirstOrDefault();
        return newest.Path is null ? null : new(newest.Path, Environment.IsPrivilegedProcess ? Unprivileged() : null);
    }

    /// <summary>Gives a directory to whoever the server runs as.</summary>
    public async Task HandOverAsync(string directory)
    {
        if (_runAs is not null)
        {
            await RunAsync("chown", [_runAs, directory]);
        }
    }

    /// <summary>Runs one of the programs to its end.</summary>
    public Task RunServerProgramAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_directory, program);
        return _runAs is null
            ? RunAsync(path, arguments)
            : RunAsync("setpriv", [$"--reuid={_runAs}", $"--regid={_runAs}", "--clear-groups", path, .. arguments]);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
        }
    }

    private static string Unprivileged() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ? "postgres"
            : "nobody";

    private static int Number(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
