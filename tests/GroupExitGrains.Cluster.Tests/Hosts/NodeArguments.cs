using GroupExitGrains.Journal.Tests.Postgres.Server;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>Arguments of a process of a cluster on this machine, on ports of its own.</summary>
internal static class NodeArguments
{
    public const string AdminKey = "key-of-the-tests";

    public static string[] Silo(string connectionString) => [.. Node(connectionString), "--role=silo"];

    public static string[] Gateway(string connectionString) => [.. Node(connectionString), "--role=gateway"];

    /// <summary>A silo without any set-up, but for the ports.</summary>
    public static string[] SiloOnSqlite() => [.. Common()];

    private static string[] Node(string connectionString) =>
    [
        .. Common(),
        "--GroupExit:Storage:Provider=Postgres",
        $"--GroupExit:Storage:ConnectionString={connectionString}",
        "--GroupExit:Cluster:AdvertisedAddress=127.0.0.1",
    ];

    private static string[] Common()
    {
        var port = FreePorts.TakeRow(2);
        return
        [
            "--urls=http://127.0.0.1:0",
            $"--GroupExit:Cluster:SiloPort={port}",
            $"--GroupExit:Cluster:GatewayPort={port + 1}",
            "--GroupExit:Admin:Keys:0:Name=tests",
            $"--GroupExit:Admin:Keys:0:Key={AdminKey}",
            "--GroupExit:Admin:Keys:0:Role=Admin",
            "--GroupExit:AnswerWithin=00:00:05",
            "--GroupExit:Spool:Deadline=00:00:04",
        ];
    }
}
