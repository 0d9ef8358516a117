using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using Npgsql;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// Quits over 10,000 groups, over HTTP, on one PostgreSQL server, each contestant in a database of its own: Standalone, a single
/// silo, and a service that commits one transaction per callback.
/// </summary>
internal static class PostgresIngest
{
    /// <summary>Connections of the service: with 4, 8, 32 or 64, or with pipelining (<c>Multiplexing</c>), it is no faster.</summary>
    private const int PeerPool = 16;

    /// <summary>The page cache that a server has by default; everything else is as it comes, too.</summary>
    private const string Settings = "-c shared_buffers=128MB";

    public static async Task RunAsync(Report report, string folder, int rounds, TimeSpan duration, TimeSpan commitDelay)
    {
        if (PostgresBinaries.Find() is not { } binaries)
        {
            Console.WriteLine("PostgreSQL is not installed; its figures are left out.");
            return;
        }

        await using var postgres = await PrivateServer.StartNewAsync(binaries, Settings + Delay(commitDelay));
        var databases = await CreateDatabasesAsync(postgres.ConnectionString, "standalone", "silo", "peer");
        await using var floorServer = await ServerProcess.FloorAsync();
        await using var standaloneServer = await ServerProcess.StandaloneAsync(Path.Combine(folder, "standalone"), databases[0]);
        await using var siloServer = await ServerProcess.SiloAsync(Path.Combine(folder, "silo"), databases[1]);
        await using var peerServer = await ServerProcess.NpgsqlPeerAsync(databases[2], PeerPool);

        var floor = new Contestant("floor, 64 connections", floorServer, null);
        var standalone = new Contestant(
            "quits over 10,000 groups, Standalone on PostgreSQL", standaloneServer, () => RecordedAsync(standaloneServer));
        var peer = new Contestant(
            "... one transaction per callback (ASP.NET Core, Npgsql)", peerServer, () => CountAsync(databases[2]));
        var silo = siloServer is null
            ? null
            : new Contestant("... a single silo on PostgreSQL", siloServer, () => RecordedAsync(siloServer));
        var contestants = new[] { floor, standalone, peer, silo }.OfType<Contestant>().ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                await contestant.MeasureAsync(round, duration);
            }
        }

        foreach (var contestant in contestants)
        {
            await contestant.ReportAsync(report);
        }

        report.AddRatio("Standalone on PostgreSQL to the floor", standalone.Rates, floor.Rates);
        report.AddRatio("Standalone to one transaction per callback", standalone.Rates, peer.Rates);
        if (silo is null)
        {
            Console.WriteLine("The silo is not built (dotnet build -c Cluster); its figures are left out.");
        }
        else
        {
            report.AddRatio("a single silo to Standalone, both on PostgreSQL", silo.Rates, standalone.Rates);
        }
    }

    // Whoever flushes the log waits as long before, and what others commit meanwhile goes with it: as on a disk that takes so long.
    private static string Delay(TimeSpan commit) => string.Create(
        CultureInfo.InvariantCulture, $" -c commit_delay={(int)commit.TotalMicroseconds} -c commit_siblings=0");

    private static async Task<string[]> CreateDatabasesAsync(string server, params string[] names)
    {
        await using var source = NpgsqlDataSource.Create(server);
        foreach (var name in names)
        {
            await using var create = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE template0");
            await create.ExecuteNonQueryAsync();
        }

        return [.. names.Select(name => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString)];
    }

    private static async Task<long> RecordedAsync(ServerProcess server)
    {
        using var client = new AdminClient(server.Address);
        var (body, _) = await client.GetAsync("/api/v1/sources");
        using (body)
        {
            return body!.RootElement.GetProperty("items").EnumerateArray()
                .Single(source => source.GetProperty("name").GetString() == "openim")
                .GetProperty("counts").GetProperty("recorded").GetInt64();
        }
    }

    private static async Task<long> CountAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("SELECT count(*) FROM entries JOIN callbacks ON callbacks.id = callback_id");
        return Convert.ToInt64(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
