using System.Diagnostics.Tracing;
using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>A server's managed memory, as its <c>/metrics</c> tell it.</summary>
internal static class Heap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const long Collect = 0x800000;
    private const long Collections = 0x1;
    private const int Oldest = 2;

    /// <summary>
    /// Bytes in use behind a full collection, which this makes the process carry out. It is counted when it begins, and what it says
    /// of the heap is only true when it has ended, so its end is waited for.
    /// </summary>
    public static async Task<double> InUseAsync(ServerProcess server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using (var session = await new DiagnosticsClient(server.ProcessId).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, Collect | Collections)], requestRundown: false, token: patience.Token))
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var reading = Task.Factory.StartNew(() => Read(session.EventStream, ended), patience.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await ended.Task.WaitAsync(patience.Token);
            await session.StopAsync(patience.Token);
            await reading;
        }

        using var client = new AdminClient(server.Address);
        return await SumAsync(client, "dotnet_gc_last_collection_heap_size_bytes")
            - await SumAsync(client, "dotnet_gc_last_collection_heap_fragmentation_size_bytes");
    }

    /// <summary>Bytes allocated since the process started.</summary>
    public static async Task<double> AllocatedAsync(ServerProcess server)
    {
        using var client = new AdminClient(server.Address);
        return await SumAsync(client, "dotnet_gc_heap_total_allocated_bytes_total");
    }

    private static void Read(Stream events, TaskCompletionSource ended)
    {
        using var source = new EventPipeEventSource(events);
        source.Clr.GCStop += collection =>
        {
            if (collection.Depth == Oldest)
            {
                ended.TrySetResult();
            }
        };
        source.Process();
        ended.TrySetException(new InvalidOperationException("The process ended, or collected nothing."));
    }

    private static async Task<double> SumAsync(AdminClient client, string metric) =>
        (await client.GetTextAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
}
