using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

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

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts Standalone over a folder.</summary>
    public static Task<ServerProcess> StandaloneAsync(string folder) => StartAsync(
        Path.Combine(Root(), "src", "GroupExitGrains.Standalone", "bin", Configuration(), "net10.0", "GroupExitGrains.Standalone.dll"),
        folder,
        port =>
        [
            $"--urls=http://127.0.0.1:{port}",
            "--GroupExit:Admin:Keys:0:Name=benchmark",
            $"--GroupExit:Admin:Keys:0:Key={AdminKey}",
            "--GroupExit:Admin:Keys:0:Role=admin",
        ]);

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
        var port = FreePort();
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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
