using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;
using GroupExitGrains.Benchmarks.Stores;
using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using Npgsql;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Ingest and queries with a long history behind them, to those with a short one.</summary>
internal static class Growth
{
    private const int FewGroups = 10;
    private const int Members = 100_000;

    public static async Task RunAsync(Bench bench, bool onPostgres)
    {
        if (!onPostgres)
        {
            await MeasureAsync(bench, null);
            return;
        }

        if (PostgresBinaries.Find() is not { } binaries)
        {
            Console.WriteLine("PostgreSQL is not installed; its figures are left out.");
            return;
        }

        await using var postgres = await PrivateServer.StartNewAsync(binaries, "-c shared_buffers=128MB -c max_wal_size=4GB");
        await MeasureAsync(bench, postgres.ConnectionString);
    }

    private static async Task MeasureAsync(Bench bench, string? postgres)
    {
        var manyGroups = Math.Max(FewGroups, bench.Effort.Of(Workload.Groups));
        var members = bench.Effort.Of(Members);
        await using var few = await StartAsync(bench, postgres, "few", FewGroups, members: 0);
        await using var many = await StartAsync(bench, postgres, "many", manyGroups, members);
        await Queries.MeasureAsync(bench, few, FewGroups, Name(FewGroups), members: null);
        await Queries.MeasureAsync(bench, many, manyGroups, Name(manyGroups), members);

        // Each group is active in both before they are compared, and has a snapshot if it needs one.
        foreach (var server in new[] { few, many })
        {
            await Generator.SendAllAsync(
                server.Address, 16, Enumerable.Range(0, Workload.Groups).Select(group => Request.Quit($"g{group}", $"warm{group}", $"warm{group}")));
        }

        var turns = new Turns(bench.Effort);
        var (before, after) = (await Stored.OfAsync(few), await Stored.OfAsync(many));
        var small = turns.Add(Of(few, $"with {Name(FewGroups)}", before), Workload.Quits, Ingest.Connections);
        var large = turns.Add(Of(many, $"with {Name(manyGroups)}", after), Workload.Quits, Ingest.Connections);
        await turns.RunAsync();
        small.Report(bench.Report);
        large.Report(bench.Report);
        bench.Report.AddRatio($"... to that with {Name(FewGroups)}", large.Rates, small.Rates, Wanted.AtLeast(0.75));
    }

    private static async Task<ServerProcess> StartAsync(Bench bench, string? postgres, string name, int groups, int members)
    {
        var folder = bench.Place(name);
        if (postgres is null)
        {
            var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
            await Seed.FillAsync(JournalProvider.Sqlite, $"Data Source={data}/groupexit.db", groups, members);
            return await ServerProcess.StandaloneAsync(folder);
        }

        var database = new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ConnectionString;
        await using (var server = NpgsqlDataSource.Create(postgres))
        await using (var create = server.CreateCommand($"CREATE DATABASE {name} TEMPLATE template0"))
        {
            await create.ExecuteNonQueryAsync();
        }

        await Seed.FillAsync(JournalProvider.Postgres, database, groups, members);
        await SettleAsync(database);
        return await ServerProcess.StandaloneAsync(folder, database);
    }

    /// <summary>Does now what the server would do some time after so much was written: as if it had come over years.</summary>
    private static async Task SettleAsync(string database)
    {
        await using var server = NpgsqlDataSource.Create(database);
        foreach (var work in new[] { "VACUUM (ANALYZE)", "CHECKPOINT" })
        {
            await using var command = server.CreateCommand(work);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static Contestant Of(ServerProcess server, string name, Stored before) =>
        new($"Standalone {name}", server, async () => await Stored.OfAsync(server) - before);

    private static string Name(int groups) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)groups * Seed.PerGroup:N0} entries");
}
