using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;
using Npgsql;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>What an exit costs the disk, the log and the allocator, at 64 connections over 10,000 groups.</summary>
internal static class Written
{
    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, postgres: true, silo: true, peers: true);
        foreach (var contestant in field.All.Where(contestant => contestant != field.Floor))
        {
            await contestant.MeasureAsync(Workload.Quits, Ingest.Connections, 2 * bench.Effort.Duration);
            var before = await FiguresAsync(bench, field, contestant);
            var result = await contestant.MeasureAsync(Workload.Quits, Ingest.Connections, 2 * bench.Effort.Duration);
            var after = await FiguresAsync(bench, field, contestant);
            await contestant.CheckAsync();
            foreach (var (what, value) in after)
            {
                bench.Report.Add(
                    $"{what} for each exit: {contestant.Name}", (value - before[what]) / result.Latencies.Length, "bytes");
            }
        }
    }

    private static async Task<Dictionary<string, double>> FiguresAsync(Bench bench, Field field, Contestant contestant)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        if (contestant.Database is not { } database)
        {
            figures["written to disk"] = contestant.Server.BytesWritten;
            figures["kept in the file"] = new FileInfo(Path.Combine(bench.Place("sqlite"), "data", "groupexit.db")).Length;
        }
        else
        {
            figures["written to PostgreSQL's log"] = await AskAsync(field.Server!, "SELECT pg_current_wal_insert_lsn() - '0/0'");
            figures["kept in the database"] = await AskAsync(field.Server!, $"SELECT pg_database_size('{database}')");
        }

        if (contestant != field.Npgsql && contestant != field.EfCore)
        {
            figures["allocated"] = await Heap.AllocatedAsync(contestant.Server);
        }

        return figures;
    }

    private static async Task<double> AskAsync(NpgsqlDataSource server, string question)
    {
        await using var command = server.CreateCommand(question);
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
