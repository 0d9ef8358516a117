namespace GroupExitGrains.Benchmarks.Load;

/// <summary>Sends requests over a number of connections, one at a time on each.</summary>
internal static class Generator
{
    /// <param name="server">Where to.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="duration">For how long; a request under way is finished.</param>
    /// <param name="next">The next request, given 1, 2, 3 and so on.</param>
    /// <param name="perSecond">How many are due each second, their latency counted from then; as many as there can be if absent.</param>
    public static Task<LoadResult> RunAsync(
        Uri server, int connections, TimeSpan duration, Func<long, byte[]> next, double? perSecond = null) =>
        Task.Factory.StartNew(
            () =>
            {
                using var loop = new LoadLoop(server, connections, next);
                return loop.Run(duration, perSecond);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

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
