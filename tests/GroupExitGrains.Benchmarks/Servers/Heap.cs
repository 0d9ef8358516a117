using System.Diagnostics.Tracing;
using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>A server's managed memory, as its <c>/metrics</c> tell it.</summary>
internal static class Heap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const long Collect = 0x800000;
    private const long Collections = 0x1;
    private const int Oldest = 2;
    private const int MostAttempts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes in use behind a full collection, which this makes the process carry out; again until two in a row say about the same,
    /// since now and then one leaves a large array out of what it says.
    /// </summary>
    /// <exception cref="TimeoutException">None ended within a minute.</exception>
    public static async Task<double> InUseAsync(ServerProcess server)
    {
        var last = await ReadAsync(server);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var next = await ReadAsync(server);
            if (Math.Abs(next - last) <= last / 100)
            {
                return next;
            }

            last = next;
        }

        throw new InvalidOperationException($"What is in use does not settle: {last:N0} bytes at last.");
    }

    /// <summary>Bytes allocated since the process started.</summary>
    public static async Task<double> AllocatedAsync(ServerProcess server)
    {
        using var client = new AdminClient(server.Address);
        return Sum(await client.GetTextAsync("/metrics"), "dotnet_gc_heap_total_allocated_bytes_total");
    }

    private static async Task<double> ReadAsync(ServerProcess server)
    {
        // Where one is under way in the background already, what is asked for is no full one, and garbage is left behind.
        var attempts = 1;
        while (!await CollectAsync(server))
        {
            if (++attempts > MostAttempts)
            {
                throw new InvalidOperationException($"None of {MostAttempts} collections was a full one.");
            }
        }

        using var client = new AdminClient(server.Address);
        var metrics = await client.GetTextAsync("/metrics");
        return Sum(metrics, "dotnet_gc_last_collection_heap_size_bytes")
            - Sum(metrics, "dotnet_gc_last_collection_heap_fragmentation_size_bytes");
    }

    /// <summary>
    /// Returns behind the end of a collection of everything: it is counted when it begins, and what it says of the heap is true when it
    /// has ended. False if that was one in the background.
    /// </summary>
    private static async Task<bool> CollectAsync(ServerProcess server)
    {
        using var session = await new DiagnosticsClient(server.ProcessId).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, Collect | Collections)], requestRundown: false, token: CancellationToken.None);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Factory.StartNew(
            () => Read(session.EventStream, ended), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var isOfAll = await ended.Task.WaitAsync(Patience);
        await session.StopAsync(CancellationToken.None);
        await reading.WaitAsync(Patience);
        return isOfAll;
    }

    private static void Read(Stream events, TaskCompletionSource<bool> ended)
    {
        try
        {
            using var source = new EventPipeEventSource(events);
            var number = 0;
            source.Clr.GCStart += collection =>
            {
                if (collection.Depth == Oldest && collection.Type != GCType.BackgroundGC)
                {
                    number = collection.Count;
                }
            };
            source.Clr.GCStop += collection =>
            {
                if (collection.Depth == Oldest)
                {
                    ended.TrySetResult(collection.Count == number);
                }
            };
            source.Process();
            ended.TrySetException(new InvalidOperationException("The process collected nothing."));
        }
        catch (Exception exception) when (ended.TrySetException(exception))
        {
            // A process that ends cuts its events off. Whoever waits for the collection is told.
        }
    }

    private static double Sum(string metrics, string metric) => metrics.Split('\n')
        .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
}
