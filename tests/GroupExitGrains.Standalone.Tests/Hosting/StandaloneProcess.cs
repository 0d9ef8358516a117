using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace GroupExitGrains.Standalone.Tests.Hosting;

/// <summary>The program as it is run: a process of its own.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const string Listening = "Listening on ";

    private readonly Process _process;

    private Task<string[]> _said = Task.FromResult<string[]>([]);

    private StandaloneProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>A client with the key that the program made.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<StandaloneProcess> StartAsync(WorkingDirectory directory, params string[] args)
    {
        var started = new StandaloneProcess(Launch(directory, ["--urls", "http://127.0.0.1:0", .. RunningApp.Patience, .. args]));
        while (await started._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                started.Address = new Uri(line[Listening.Length..]);
                started.Client.BaseAddress = started.Address;
                started.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer", File.ReadAllText(directory.In("data", "admin-key")).Trim());

                // A full pipe would stop it.
                started._said = Task.WhenAll(
                    started._process.StandardOutput.ReadToEndAsync(CancellationToken.None),
                    started._process.StandardError.ReadToEndAsync(CancellationToken.None));
                return started;
            }
        }

        var fault = await started._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await started.DisposeAsync();
        throw new InvalidOperationException($"It did not start: {fault}");
    }

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(WorkingDirectory directory, params string[] args)
    {
        using var process = Launch(directory, args);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill();
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Asks it to end, as an operator or an orchestrator does; gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        kill(_process.Id, Sigterm).ShouldBe(0);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>All that it said after it began to listen. It must have ended.</summary>
    public async Task<string> SaidAsync() => string.Concat(await _said);

    /// <summary>Ends it as a power cut does: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _said;
        _process.Dispose();
    }

    private static Process Launch(WorkingDirectory directory, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GroupExitGrains.Standalone.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
