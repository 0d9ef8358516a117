using System.Globalization;

namespace GroupExitGrains.Benchmarks;

/// <summary>What a figure must be.</summary>
internal sealed record Wanted
{
    private readonly double _bound;
    private readonly bool _isLeast;

    private Wanted(double bound, bool isLeast) => (_bound, _isLeast) = (bound, isLeast);

    public static Wanted AtLeast(double bound) => new(bound, isLeast: true);

    public static Wanted AtMost(double bound) => new(bound, isLeast: false);

    public bool IsMetBy(double value) => _isLeast ? value >= _bound : value <= _bound;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"at {(_isLeast ? "least" : "most")} {_bound}");
}
