using System.Diagnostics;
using System.Globalization;

namespace GroupExitGrains.Fuzz;

/// <summary>The program as it is run, in a process of its own and a directory that is gone afterwards.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private Task _said = Task.CompletedTask;

    private HostProcess(Process process, DirectoryInfo directory) => (_process, _directory) = (process, directory);

    public Uri Address { get; private set; } = null!;

    public string AdminKey => File.ReadAllText(Path.Combine(_directory.FullName, "data", "admin-key")).Trim();

    public bool HasEnded => _process.HasExited;

    /// <summary>What it holds of memory, in MiB; -1 where the system does not say.</summary>
    public long ResidentMebibytes
    {
        get
        {
            var status = $"/proc/{_process.Id}/status";
            return File.Exists(status) && File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024
                : -1;
        }
    }

    /// <summary>Starts the one that was built beside this.</summary>
    public static async Task<HostProcess> StartAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var assembly = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "../../../../../src/GroupExitGrains.Standalone/bin", configuration, "net10.0", "GroupExitGrains.Standalone.dll"));
        var directory = Directory.CreateTempSubdirectory("groupexit-fuzz-");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Some mutated paths lead to the admin API, and the run asks that itself, from the same address.
        string[] arguments =
        [
            assembly, "--urls=http://127.0.0.1:0", "--GroupExit:AnswerWithin=00:01:00", "--GroupExit:Spool:Deadline=00:00:30",
            "--GroupExit:Admin:FailedAttemptsPerMinute=1000000",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var host = new HostProcess(Process.Start(start)!, directory);
        while (await host._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                host.Address = new Uri(line[Listening.Length..]);

                // A full pipe would stop it.
                host._said = Task.WhenAll(
                    host._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null),
                    host._process.StandardError.BaseStream.CopyToAsync(Console.OpenStandardError()));
                return host;
            }
        }

        var fault = await host._process.StandardError.ReadToEndAsync();
        await host.DisposeAsync();
        throw new InvalidOperationException($"It did not start: {fault}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _said;
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
