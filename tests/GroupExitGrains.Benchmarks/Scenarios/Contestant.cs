using System.Diagnostics;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>A server that is measured in turns with others, and that must have kept what it acknowledged.</summary>
/// <param name="name">What it is.</param>
/// <param name="server">Where it runs.</param>
/// <param name="countStored">How much it has stored; null for one that stores nothing.</param>
internal sealed class Contestant(string name, ServerProcess server, Func<Task<Stored>>? countStored)
{
    /// <summary>A slow disk may have sent some to the spool, from where they reach the journal a little later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Stored _acknowledged;
    private int _loads;

    public string Name => name;

    public ServerProcess Server => server;

    /// <summary>The name of its database on the PostgreSQL server, if it has one.</summary>
    public string? Database { get; init; }

    /// <summary>Sends a load, every answer of which must be a 200.</summary>
    /// <exception cref="InvalidOperationException">One was not.</exception>
    public async Task<LoadResult> MeasureAsync(Workload workload, int connections, TimeSpan duration, double? perSecond = null)
    {
        var mark = $"m{++_loads}";
        var used = server.ProcessorTime;
        var stolen = new StolenTime();
        var result = await Generator.RunAsync(
            server.Address, connections, duration, number => workload.Request(mark, number), perSecond);
        if (result.Failures > 0)
        {
            throw new InvalidOperationException($"{name}: {result.Failures} answers were not 200.");
        }

        _acknowledged += new Stored(result.Latencies.Length, result.Latencies.Length * (long)workload.Entries);
        return result with
        {
            ProcessorTime = (server.ProcessorTime - used).TotalMicroseconds / result.Latencies.Length,
            Stolen = stolen.Share(),
        };
    }

    /// <summary>Makes sure that its figures were earned.</summary>
    /// <exception cref="InvalidOperationException">Stored is something else than was acknowledged.</exception>
    public async Task CheckAsync()
    {
        if (countStored is null)
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        Stored stored;
        while ((stored = await countStored()) != _acknowledged)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"{name}: acknowledged were {_acknowledged}, stored are {stored}.");
            }

            await Task.Delay(500);
        }

        Console.WriteLine($"{name}: {_acknowledged.Callbacks} answers, each a 200, and as many callbacks stored, with {_acknowledged.Entries} entries.");
    }
}
