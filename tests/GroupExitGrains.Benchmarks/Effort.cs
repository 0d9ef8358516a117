namespace GroupExitGrains.Benchmarks;

/// <summary>How thorough a run is.</summary>
/// <param name="Rounds">Turns that each contestant takes.</param>
/// <param name="Duration">How long a turn is; what only warms up is longer.</param>
/// <param name="Divisor">What sizes are divided by.</param>
internal sealed record Effort(int Rounds, TimeSpan Duration, int Divisor)
{
    /// <summary>For figures.</summary>
    public static Effort Full { get; } = new(5, TimeSpan.FromSeconds(4), 1);

    /// <summary>To see that everything runs; its figures mean nothing.</summary>
    public static Effort Short { get; } = new(1, TimeSpan.FromSeconds(1), 100);

    public int Of(int size) => Math.Max(1, size / Divisor);
}
