namespace GroupExitGrains.Benchmarks.Load;

/// <summary>What a load came to.</summary>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Latencies">Milliseconds per answered request, ascending.</param>
/// <param name="Failures">Answers other than 200.</param>
internal sealed record LoadResult(double Seconds, double[] Latencies, int Failures)
{
    public double PerSecond => Latencies.Length / Seconds;

    /// <summary>Microseconds of processor time that the server used for each request.</summary>
    public double ProcessorTime { get; init; }

    /// <summary>The share of the machine's processors' time that its host gave to others meanwhile.</summary>
    public double Stolen { get; init; }

    public double Percentile(double share) =>
        Latencies.Length == 0 ? double.NaN : Latencies[(int)Math.Min(Latencies.Length - 1, Latencies.Length * share)];
}
