using System.Diagnostics.Tracing;
using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using Microsoft.Diagnostics.NETCore.Client;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>A server's managed memory, as its <c>/metrics</c> tell it.</summary>
internal static class Heap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const long Collect = 0x800000;
    private const string OldestCollections = "dotnet_gc_collections_total{otel_scope_name=\"System.Runtime\",gc_heap_generation=\"gen2\"}";

    /// <summary>Bytes in use behind a full collection, which this makes the process carry out.</summary>
    public static async Task<double> InUseAsync(ServerProcess server)
    {
        using var client = new AdminClient(server.Address);
        var before = await SumAsync(client, OldestCollections);
        using (var session = await new DiagnosticsClient(server.ProcessId).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, Collect)], requestRundown: false, token: CancellationToken.None))
        {
            var reading = session.EventStream.CopyToAsync(Stream.Null);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await SumAsync(client, OldestCollections) <= before)
            {
                await Task.Delay(20, patience.Token);
            }

            await session.StopAsync(CancellationToken.None);
            await reading;
        }

        return await SumAsync(client, "dotnet_gc_last_collection_heap_size_bytes")
            - await SumAsync(client, "dotnet_gc_last_collection_heap_fragmentation_size_bytes");
    }

    /// <summary>Bytes allocated since the process started.</summary>
    public static async Task<double> AllocatedAsync(ServerProcess server)
    {
        using var client = new AdminClient(server.Address);
        return await SumAsync(client, "dotnet_gc_heap_total_allocated_bytes_total");
    }

    private static async Task<double> SumAsync(AdminClient client, string metric) =>
        (await client.GetTextAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
}
