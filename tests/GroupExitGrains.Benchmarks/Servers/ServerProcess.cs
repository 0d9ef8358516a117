using System.Diagnostics;
using System.Globalization;
using GroupExitGrains.Journal.Tests.Postgres.Server;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>A server in a process of its own, on a free port of the loopback address.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string AdminKey = "benchmark-key-benchmark-key-0001";
    private readonly Process _process;

    private ServerProcess(Process process, Uri address, TimeSpan startToReady)
    {
        _process = process;
        Address = address;
        StartToReady = startToReady;
    }

    public Uri Address { get; }

    public TimeSpan StartToReady { get; }

    public int ProcessId => _process.Id;

    /// <summary>The processor time it has used since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The bytes it has had written to disk since it started.</summary>
    public long BytesWritten
    {
        get
        {
            const string Field = "write_bytes: ";
            var line = File.ReadLines($"/proc/{_process.Id}/io").Single(line => line.StartsWith(Field, StringComparison.Ordinal));
            return long.Parse(line.AsSpan(Field.Length), CultureInfo.InvariantCulture);
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts Standalone over a folder; on PostgreSQL if a connection string is given.</summary>
    public static Task<ServerProcess> StandaloneAsync(
        string folder, string? postgres = null, params string[] settings) => StartAsync(
        Program("GroupExitGrains.Standalone", Configuration()), folder, port => [.. Settings(port), .. Storage(postgres), .. settings]);

    /// <summary>Starts a single silo on PostgreSQL; null if none is built, since that takes the solution's configuration Cluster.</summary>
    public static async Task<ServerProcess?> SiloAsync(string folder, string postgres)
    {
        var program = Program("GroupExitGrains.Silo", "Release");
        var siloPort = FreePorts.TakeRow(2);
        return File.Exists(program)
            ? await StartAsync(
                program,
                folder,
                port =>
                [
                    .. Settings(port),
                    .. Storage(postgres),
                    $"--GroupExit:Cluster:SiloPort={siloPort}",
                    $"--GroupExit:Cluster:GatewayPort={siloPort + 1}",
                    "--GroupExit:Cluster:AdvertisedAddress=127.0.0.1",
                ])
            : null;
    }

    /// <summary>Starts the service that commits one transaction per callback, on PostgreSQL.</summary>
    public static Task<ServerProcess> NpgsqlPeerAsync(string postgres, int connections) => StartAsync(
        typeof(ServerProcess).Assembly.Location,
        AppContext.BaseDirectory,
        port => ["--npgsql-peer", $"{port}", postgres, $"{connections}"]);

    /// <summary>Starts the same service written with EF Core.</summary>
    public static Task<ServerProcess> EfPeerAsync(string postgres, int connections) => StartAsync(
        typeof(ServerProcess).Assembly.Location,
        AppContext.BaseDirectory,
        port => ["--ef-peer", $"{port}", postgres, $"{connections}"]);

    /// <summary>Starts the floor: the same Kestrel and the same reading of the body, and nothing stored.</summary>
    public static Task<ServerProcess> FloorAsync() =>
        StartAsync(typeof(ServerProcess).Assembly.Location, AppContext.BaseDirectory, port => ["--floor", $"{port}"]);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await stop.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await _process.WaitForExitAsync(patience.Token);
        }

        _process.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(string assembly, string folder, Func<int, string[]> arguments)
    {
        Directory.CreateDirectory(folder);
        var port = FreePorts.Take();
        var start = Stopwatch.GetTimestamp();
        var info = new ProcessStartInfo("dotnet", [assembly, .. arguments(port)])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(info) ?? throw new InvalidOperationException($"{assembly} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var address = new Uri($"http://127.0.0.1:{port}");
        using var client = new HttpClient();
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{assembly} ended with {process.ExitCode}.");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri(address, "/health/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    return new ServerProcess(process, address, Stopwatch.GetElapsedTime(start));
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }
    }

    private static string[] Settings(int port) =>
    [
        $"--urls=http://127.0.0.1:{port}",
        "--GroupExit:Admin:Keys:0:Name=benchmark",
        $"--GroupExit:Admin:Keys:0:Key={AdminKey}",
        "--GroupExit:Admin:Keys:0:Role=admin",
    ];

    private static string[] Storage(string? postgres) => postgres is null
        ? []
        : ["--GroupExit:Storage:Provider=Postgres", $"--GroupExit:Storage:ConnectionString={postgres}"];

    private static string Program(string project, string configuration) =>
        Path.Combine(Root(), "src", project, "bin", configuration, "net10.0", $"{project}.dll");

    private static string Configuration() =>
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GroupExitGrains.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Not inside the repository.");
        }

        return folder.FullName;
    }
}
