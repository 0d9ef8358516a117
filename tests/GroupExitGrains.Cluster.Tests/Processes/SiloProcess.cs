using System.Diagnostics;
using System.Net.Http.Headers;
using GroupExitGrains.Cluster.Tests.Hosts;

namespace GroupExitGrains.Cluster.Tests.Processes;

/// <summary>A silo as it is run: a process of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private Task _said = Task.CompletedTask;

    private SiloProcess(Process process, DirectoryInfo directory)
    {
        _process = process;
        _directory = directory;
    }

    public Uri Address { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<SiloProcess> StartAsync(string connectionString, params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("groupexit-silo-");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GroupExitGrains.Silo.dll"));
        foreach (var argument in NodeArguments.Silo(connectionString).Concat(settings))
        {
            start.ArgumentList.Add(argument);
        }

        var silo = new SiloProcess(Process.Start(start)!, directory);
        while (await silo._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                silo.Address = new Uri(line[Listening.Length..]);

                // A full pipe would stop it.
                silo._said = Task.WhenAll(
                    silo._process.StandardOutput.ReadToEndAsync(CancellationToken.None),
                    silo._process.StandardError.ReadToEndAsync(CancellationToken.None));
                return silo;
            }
        }

        var fault = await silo._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await silo.DisposeAsync();
        throw new InvalidOperationException($"It did not start: {fault}");
    }

    /// <summary>Ends it as a power cut does: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tells it to stop, as an orchestrator does, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var tell = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.ExitCode.ShouldBe(0);
    }

    /// <summary>A client of its admin API.</summary>
    public HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", NodeArguments.AdminKey);
        return client;
    }

    /// <summary>Returns when nothing waits on its disk for the journal.</summary>
    public async Task DrainedAsync()
    {
        using var client = NewClient();
        while (!(await client.GetStringAsync("/api/v1/spool", TestContext.Current.CancellationToken))
            .Contains("\"depth\":0,", StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _said;
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
