using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres.Server;

/// <summary>A server in a temporary directory, on loopback and a free port, gone when it is disposed.</summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    private readonly PostgresBinaries _binaries;
    private readonly string _directory;
    private readonly int _port;
    private readonly string _settings;
    private bool _running;

    private PrivateServer(PostgresBinaries binaries, string directory, int port, string settings)
    {
        _binaries = binaries;
        _directory = directory;
        _port = port;
        _settings = settings;
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "tester",
        Database = "postgres",
    }.ConnectionString;

    private string Data => Path.Combine(_directory, "data");

    /// <param name="binaries">The server's programs.</param>
    /// <param name="settings">Of the server, as its command line takes them; a small page cache by default.</param>
    public static async Task<PrivateServer> StartNewAsync(PostgresBinaries binaries, string settings = "-c shared_buffers=32MB")
    {
        var directory = Directory.CreateTempSubdirectory("groupexit-postgres-").FullName;
        await binaries.HandOverAsync(directory);
        var server = new PrivateServer(binaries, directory, FreePorts.Take(), settings);
        try
        {
            await binaries.RunServerProgramAsync(
                "initdb", "-D", server.Data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await server.StartAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Starts it, and returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        await _binaries.RunServerProgramAsync(
            "pg_ctl", "-D", Data, "-l", Path.Combine(_directory, "log"), "-w", "-t", "60", "-o",
            $"-p {_port} -k {_directory} -c listen_addresses=127.0.0.1 -c max_connections=600 {_settings}",
            "start");
        _running = true;
    }

    /// <summary>Stops it as a crash would, or in order.</summary>
    public async Task StopAsync(bool crash)
    {
        _running = false;
        await _binaries.RunServerProgramAsync("pg_ctl", "-D", Data, "-w", "-m", crash ? "immediate" : "fast", "stop");
    }

    public async ValueTask DisposeAsync()
    {
        if (_running)
        {
            await StopAsync(crash: true);
        }

        Directory.Delete(_directory, recursive: true);
    }
}
