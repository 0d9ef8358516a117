namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Something to measure, by its name on the command line.</summary>
/// <param name="Name">The name.</param>
/// <param name="What">What is measured, in a line.</param>
/// <param name="ByDefault">It is part of a run without names.</param>
/// <param name="RunAsync">Measures it.</param>
internal sealed record Scenario(string Name, string What, bool ByDefault, Func<Bench, Task> RunAsync)
{
    private static readonly TimeSpan s_slowCommit = TimeSpan.FromMilliseconds(2);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("ingest", "quits over 10,000 groups and in one, SQLite, to the floor", true, Ingest.RunAsync),
        new("postgres", "the same on PostgreSQL, a silo, and services that commit each callback (Npgsql, EF Core)", true,
            bench => PostgresIngest.RunAsync(bench, TimeSpan.Zero)),
        new("postgres-slow", "the same with commits that take 2 ms longer", true, bench => PostgresIngest.RunAsync(bench, s_slowCommit)),
        new("loads", "kicks of 50, and the mix of a day, everybody", true, Loads.RunAsync),
        new("connections", "quits over 1, 8, 64 and 256 connections, everybody", true, Connections.RunAsync),
        new("latency", "latency at half of the maximum, requests due at a fixed rate", true, HalfLoad.RunAsync),
        new("single", "one connection: the floor's round trip, ours, and a bare commit to the same store", true, SingleConnection.RunAsync),
        new("start", "start to ready, memory at idle", true, Starting.RunAsync),
        new("memory", "memory per member of a large group and per small group, Standalone and silo", true, Memory.RunAsync),
        new("written", "bytes written and kept, and bytes allocated, for each exit", true, Written.RunAsync),
        new("telemetry", "what metrics, logs and 1 % of traces cost", true, TelemetryCost.RunAsync),
        new("growth", "ingest and queries at 10,000,000 entries to those at 10,000, SQLite (some minutes, 3 GB)", false,
            bench => Growth.RunAsync(bench, onPostgres: false)),
        new("growth-postgres", "the same on PostgreSQL", false, bench => Growth.RunAsync(bench, onPostgres: true)),
        new("large", "kicks of 1,000, dismissals of 100,000, exits from a group of 1,000,000", false,
            bench => LargeGroups.RunAsync(bench.Report, bench.Folder, Math.Min(3, bench.Effort.Rounds))),
        new("history", "a group of 1,000,000 entries: activation, pages, verification", false,
            bench => LongHistory.RunAsync(bench.Report, bench.Folder)),
        new("subscriptions", "ingest with and without a subscription", false,
            bench => Deliveries.RunAsync(bench.Report, bench.Folder, bench.Effort.Rounds, bench.Effort.Duration)),
        new("dead-receiver", "a million events for a receiver that is away", false,
            bench => DeadReceiver.RunAsync(bench.Report, bench.Folder)),
        new("micro", "reading, deciding, chaining, encoding (BenchmarkDotNet)", false, Micro.MicroBenchmarks.RunAsync),
    ];
}
