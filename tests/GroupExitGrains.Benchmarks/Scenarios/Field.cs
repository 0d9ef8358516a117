using System.Globalization;
using GroupExitGrains.Benchmarks.Servers;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using Npgsql;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// Who takes part: each in a process of its own, those on PostgreSQL in databases of their own on one server. Whoever cannot be
/// started here is absent, and what is said of them is left out.
/// </summary>
internal sealed class Field : IAsyncDisposable
{
    /// <summary>Connections of the other services: with 4, 8, 32 or 64, or with pipelining (<c>Multiplexing</c>), they are no faster.</summary>
    private const int PeerPool = 16;

    /// <summary>The page cache that a server has by default; everything else is as it comes, too.</summary>
    private const string Settings = "-c shared_buffers=128MB";

    private readonly Stack<IAsyncDisposable> _open = new();

    private Field()
    {
    }

    public Contestant Floor { get; private set; } = null!;

    public Contestant? Sqlite { get; private set; }

    public Contestant? Postgres { get; private set; }

    public Contestant? Silo { get; private set; }

    public Contestant? Npgsql { get; private set; }

    public Contestant? EfCore { get; private set; }

    /// <summary>The PostgreSQL server, to be asked about itself.</summary>
    public NpgsqlDataSource? Server { get; private set; }

    /// <param name="bench">Where they store.</param>
    /// <param name="sqlite">With this program on SQLite.</param>
    /// <param name="postgres">With this program on PostgreSQL.</param>
    /// <param name="silo">With a single silo on PostgreSQL.</param>
    /// <param name="peers">With the services that one would write without this program.</param>
    /// <param name="commitDelay">How much longer each flush of PostgreSQL's log takes.</param>
    public static async Task<Field> StartAsync(
        Bench bench, bool sqlite = false, bool postgres = false, bool silo = false, bool peers = false, TimeSpan commitDelay = default)
    {
        var field = new Field();
        try
        {
            field.Floor = new Contestant("the floor", await field.OpenAsync(ServerProcess.FloorAsync()), null);
            if (sqlite)
            {
                field.Sqlite = Ours("Standalone on SQLite", await field.OpenAsync(ServerProcess.StandaloneAsync(bench.Place("sqlite"))));
            }

            if (postgres || silo || peers)
            {
                await field.StartOnPostgresAsync(bench, postgres, silo, peers, commitDelay);
            }

            return field;
        }
        catch
        {
            await field.DisposeAsync();
            throw;
        }
    }

    /// <summary>Those who are there.</summary>
    public IEnumerable<Contestant> All => new[] { Floor, Sqlite, Postgres, Silo, Npgsql, EfCore }.OfType<Contestant>();

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out var one))
        {
            await one.DisposeAsync();
        }
    }

    private async Task StartOnPostgresAsync(Bench bench, bool postgres, bool silo, bool peers, TimeSpan commitDelay)
    {
        if (PostgresBinaries.Find() is not { } binaries)
        {
            Console.WriteLine("PostgreSQL is not installed; its figures are left out.");
            return;
        }

        var server = await OpenAsync(PrivateServer.StartNewAsync(binaries, Settings + Delay(commitDelay)));
        Server = NpgsqlDataSource.Create(server.ConnectionString);
        _open.Push(Server);
        if (postgres)
        {
            var process = ServerProcess.StandaloneAsync(bench.Place("standalone"), await CreateDatabaseAsync(server, "standalone"));
            Postgres = Ours("Standalone on PostgreSQL", await OpenAsync(process), "standalone");
        }

        if (silo)
        {
            if (await ServerProcess.SiloAsync(bench.Place("silo"), await CreateDatabaseAsync(server, "silo")) is { } process)
            {
                _open.Push(process);
                Silo = Ours("a single silo on PostgreSQL", process, "silo");
            }
            else
            {
                Console.WriteLine("The silo is not built (dotnet build -c Cluster); its figures are left out.");
            }
        }

        if (peers)
        {
            var (npgsql, ef) = (await CreateDatabaseAsync(server, "npgsql"), await CreateDatabaseAsync(server, "efcore"));
            Npgsql = Peer("ASP.NET Core and Npgsql", await OpenAsync(ServerProcess.NpgsqlPeerAsync(npgsql, PeerPool)), npgsql);
            EfCore = Peer("ASP.NET Core and EF Core", await OpenAsync(ServerProcess.EfPeerAsync(ef, PeerPool)), ef);
        }
    }

    private async Task<T> OpenAsync<T>(Task<T> opening)
        where T : IAsyncDisposable
    {
        var opened = await opening;
        _open.Push(opened);
        return opened;
    }

    private static Contestant Ours(string name, ServerProcess server, string? database = null) =>
        new(name, server, () => Stored.OfAsync(server)) { Database = database };

    private static Contestant Peer(string name, ServerProcess server, string database) =>
        new(name, server, () => Stored.OfAsync(database)) { Database = new NpgsqlConnectionStringBuilder(database).Database };

    // Whoever flushes the log waits as long before, and what others commit meanwhile goes with it: as on a disk that takes so long.
    private static string Delay(TimeSpan commit) => string.Create(
        CultureInfo.InvariantCulture, $" -c commit_delay={(int)commit.TotalMicroseconds} -c commit_siblings=0");

    private async Task<string> CreateDatabaseAsync(PrivateServer server, string name)
    {
        await using var create = Server!.CreateCommand($"CREATE DATABASE {name} TEMPLATE template0");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }
}
