namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>What the receiver could do at best: it answers at once and stores nothing.</summary>
internal static class FloorHost
{
    public static Task RunAsync(int port) => BenchmarkHost.RunAsync(port, static _ => ValueTask.CompletedTask);
}
