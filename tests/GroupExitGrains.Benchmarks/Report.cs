using System.Globalization;
using System.Text.Json;

namespace GroupExitGrains.Benchmarks;

/// <summary>Collects figures, prints them as one table, and writes them as JSON.</summary>
internal sealed class Report
{
    private readonly List<Row> _rows = [];

    public void Add(string what, double value, string unit, string? spread = null)
    {
        var row = new Row(what, value, unit, spread);
        _rows.Add(row);
        Console.WriteLine(Line(row));
    }

    /// <summary>A ratio per round: contestants of one round had the same machine.</summary>
    public void AddRatio(string what, IReadOnlyList<double> mine, IReadOnlyList<double> others)
    {
        var ratios = mine.Zip(others, static (one, other) => one / other).ToArray();
        Add(what, Median(ratios), "times", Spread(ratios));
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine("| figure | median | spread |");
        Console.WriteLine("|---|---:|---|");
        foreach (var row in _rows)
        {
            Console.WriteLine(Line(row));
        }
    }

    public async Task WriteAsync(string path)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, _rows);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    public static string Spread(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{all.Min():0.###} to {all.Max():0.###}");
    }

    private static string Line(Row row) =>
        string.Create(CultureInfo.InvariantCulture, $"| {row.What} | {row.Value:0.###} {row.Unit} | {row.Spread} |");

    private sealed record Row(string What, double Value, string Unit, string? Spread);
}
