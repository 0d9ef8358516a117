using System.Globalization;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>The contestants that this program is itself, each in a process of its own.</summary>
internal static class ContestantHosts
{
    /// <summary>What to run, if the command line asks for a contestant.</summary>
    public static Func<Task>? Find(string[] args) => args switch
    {
        ["--floor", var port] => () => FloorHost.RunAsync(Number(port)),
        ["--npgsql-peer", var port, var database, var pool] => () => NpgsqlPeerHost.RunAsync(Number(port), database, Number(pool)),
        ["--ef-peer", var port, var database, var pool] => () => EfPeerHost.RunAsync(Number(port), database, Number(pool)),
        _ => null,
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
