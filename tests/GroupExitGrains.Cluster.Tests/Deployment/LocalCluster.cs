using System.Diagnostics;
using GroupExitGrains.Journal.Tests.Postgres.Server;

namespace GroupExitGrains.Cluster.Tests.Deployment;

/// <summary>What <c>cluster-config/local</c> starts: in a directory and on ports of its own, gone when it is disposed.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private const int MostNodes = 5;
    private readonly DirectoryInfo _run = Directory.CreateTempSubdirectory("groupexit-local-");
    private readonly int _httpPort = FreePorts.TakeRow((3 * MostNodes) + 1);

    private LocalCluster()
    {
    }

    public Uri LoadBalancer => Address(0);

    /// <summary>The silos, then the gateway.</summary>
    public IReadOnlyList<Uri> Processes => [.. Enumerable.Range(1, 4).Select(Address)];

    public string AdminKey => File.ReadAllText(Path.Combine(_run.FullName, "admin-key")).Trim();

    /// <summary>Starts it, or skips the test where what it needs is not installed.</summary>
    public static async Task<LocalCluster> UpAsync()
    {
        Assert.SkipWhen(PostgresBinaries.Find() is null, "PostgreSQL 15 or later is not installed.");
        Assert.SkipUnless(File.Exists("/usr/sbin/nginx"), "nginx is not installed.");
        var cluster = new LocalCluster();
        try
        {
            await cluster.RunAsync("up");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Restarts all processes, one after the other.</summary>
    public Task RollAsync() => RunAsync("roll");

    public async Task KillAsync(string process)
    {
        using var victim = Process.GetProcessById(int.Parse(
            await File.ReadAllTextAsync(Path.Combine(_run.FullName, $"{process}.pid")), System.Globalization.CultureInfo.InvariantCulture));
        victim.Kill();
        await victim.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", "--delete");
        if (Directory.Exists(_run.FullName))
        {
            throw new InvalidOperationException("It left its directory behind.");
        }
    }

    private Uri Address(int number) => new($"http://127.0.0.1:{_httpPort + number}");

    private async Task RunAsync(string script, params string[] arguments)
    {
        // Its output goes to a file: the processes that it starts would keep a pipe open.
        var start = new ProcessStartInfo(
            "bash", ["-c", "log=$1; shift; \"$@\" > \"$log\" 2>&1", "bash", $"{_run.FullName}.log", Manifests.PathOf("local", script), .. arguments])
        {
            UseShellExecute = false,
            Environment =
            {
                ["GROUPEXIT_RUN"] = _run.FullName,
                ["GROUPEXIT_SILO"] = Path.Combine(AppContext.BaseDirectory, "GroupExitGrains.Silo.dll"),
                ["GROUPEXIT_HTTP_PORT"] = $"{_httpPort}",
                ["GROUPEXIT_SILO_PORT"] = $"{_httpPort + MostNodes}",
                ["GROUPEXIT_GATEWAY_PORT"] = $"{_httpPort + (2 * MostNodes)}",
                ["GROUPEXIT_POSTGRES_PORT"] = $"{_httpPort + (3 * MostNodes)}",
            },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync($"{_run.FullName}.log");
        File.Delete($"{_run.FullName}.log");
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {said}");
        }
    }
}
