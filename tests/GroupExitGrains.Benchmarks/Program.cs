using System.Globalization;
using GroupExitGrains.Benchmarks;
using GroupExitGrains.Benchmarks.Scenarios;
using GroupExitGrains.Benchmarks.Servers;

// dotnet run -c Release --project tests/GroupExitGrains.Benchmarks [ingest] [postgres] [postgres-slow] [large] [history] [subscriptions] [dead-receiver]
if (args is ["--floor", var port])
{
    await FloorHost.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
    return;
}

if (args is ["--npgsql-peer", var peerPort, var connectionString, var connections])
{
    await NpgsqlPeerHost.RunAsync(
        int.Parse(peerPort, CultureInfo.InvariantCulture), connectionString, int.Parse(connections, CultureInfo.InvariantCulture));
    return;
}

var folder = Directory.CreateTempSubdirectory("groupexit-benchmarks-").FullName;
var report = new Report();
try
{
    if (args.Length == 0 || args.Contains("ingest"))
    {
        await Ingest.RunAsync(report, folder, rounds: 5, TimeSpan.FromSeconds(4));
    }

    if (args.Length == 0 || args.Contains("postgres"))
    {
        await PostgresIngest.RunAsync(report, folder, rounds: 5, TimeSpan.FromSeconds(4), commitDelay: TimeSpan.Zero);
    }

    if (args.Length == 0 || args.Contains("postgres-slow"))
    {
        Console.WriteLine("PostgreSQL, each commit 2 ms longer:");
        await PostgresIngest.RunAsync(
            report, Path.Combine(folder, "slow"), rounds: 5, TimeSpan.FromSeconds(4), commitDelay: TimeSpan.FromMilliseconds(2));
    }

    if (args.Length == 0 || args.Contains("large"))
    {
        await LargeGroups.RunAsync(report, folder, rounds: 3);
    }

    if (args.Length == 0 || args.Contains("history"))
    {
        await LongHistory.RunAsync(report, folder);
    }

    if (args.Length == 0 || args.Contains("subscriptions"))
    {
        await Deliveries.RunAsync(report, folder, rounds: 5, TimeSpan.FromSeconds(4));
    }

    if (args.Length == 0 || args.Contains("dead-receiver"))
    {
        await DeadReceiver.RunAsync(report, folder);
    }

    report.Print();
    await report.WriteAsync(Path.Combine(Directory.CreateDirectory("artifacts").FullName, "benchmarks.json"));
}
finally
{
    Directory.Delete(folder, recursive: true);
}
