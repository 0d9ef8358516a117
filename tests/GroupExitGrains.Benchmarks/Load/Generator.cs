using System.Diagnostics;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>Sends requests over a number of connections, one at a time on each, for a time.</summary>
internal static class Generator
{
    /// <param name="server">Where to.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="duration">For how long; a request under way is finished.</param>
    /// <param name="next">The next request, given a number that no other call gets.</param>
    /// <param name="perSecond">How many at most; as many as there can be if absent.</param>
    public static async Task<LoadResult> RunAsync(
        Uri server, int connections, TimeSpan duration, Func<long, byte[]> next, int? perSecond = null)
    {
        using var timeout = new CancellationTokenSource(duration + TimeSpan.FromSeconds(60));
        var number = 0L;
        var failures = 0;
        var watch = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>(1024);
            using var connection = new HttpConnection(server);
            await connection.ConnectAsync(timeout.Token);
            while (watch.Elapsed < duration)
            {
                var mineIs = Interlocked.Increment(ref number);
                if (perSecond is { } rate && TimeSpan.FromSeconds((double)mineIs / rate) is var due && due > watch.Elapsed)
                {
                    await Task.Delay(due - watch.Elapsed is { Ticks: > 0 } wait ? wait : TimeSpan.Zero);
                }

                var request = next(mineIs);
                var start = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(request, timeout.Token);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (status != 200)
                {
                    Interlocked.Increment(ref failures);
                }
            }

            return mine;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(mine => mine).ToArray();
        Array.Sort(all);
        return new LoadResult(seconds, all, failures);
    }

    /// <summary>Sends the given requests over a number of connections and fails unless each is answered 200.</summary>
    public static async Task SendAllAsync(Uri server, int connections, IEnumerable<byte[]> requests) =>
        await Parallel.ForEachAsync(
            requests.Chunk(200),
            new ParallelOptions { MaxDegreeOfParallelism = connections },
            async (chunk, cancellationToken) =>
            {
                using var connection = new HttpConnection(server);
                await connection.ConnectAsync(cancellationToken);
                foreach (var request in chunk)
                {
                    var (status, body) = await connection.SendAsync(request, cancellationToken);
                    if (status != 200)
                    {
                        throw new InvalidOperationException(
                            $"Answered {status}: {System.Text.Encoding.UTF8.GetString(body.Span)}");
                    }
                }
            });
}
