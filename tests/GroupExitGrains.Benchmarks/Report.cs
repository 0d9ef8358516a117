using System.Globalization;
using System.Text.Json;

namespace GroupExitGrains.Benchmarks;

/// <summary>Collects figures, prints them as one table, and writes them as JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Row> _rows = [];
    private string _scenario = "";

    /// <summary>What follows belongs to a scenario.</summary>
    public void Begin(string scenario) => _scenario = scenario;

    public void Add(string what, double value, string unit, string? spread = null, Wanted? wanted = null)
    {
        var row = new Row(_scenario, what, value, unit, spread, wanted?.ToString(), wanted?.IsMetBy(value));
        _rows.Add(row);
        Console.WriteLine(Line(row));
    }

    /// <summary>The median of some figures, and how far they lie apart.</summary>
    public void Add(string what, IReadOnlyCollection<double> values, string unit, Wanted? wanted = null) =>
        Add(what, Median(values), unit, Spread(values), wanted);

    /// <summary>A ratio per round: contestants of one round had the same machine.</summary>
    public void AddRatio(string what, IEnumerable<double> mine, IEnumerable<double> others, Wanted? wanted = null) =>
        Add(what, mine.Zip(others, static (one, other) => one / other).ToArray(), "times", wanted);

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine("| scenario | figure | median | spread | wanted | |");
        Console.WriteLine("|---|---|---:|---|---|---|");
        foreach (var row in _rows)
        {
            Console.WriteLine(Line(row));
        }
    }

    public async Task WriteAsync(string path)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, _rows, s_json);
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

    private static string Line(Row row) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Scenario} | {row.What} | {row.Value:0.###} {row.Unit} | {row.Spread} | {row.Wanted} | {row.IsMet switch { true => "yes", false => "NO", null => "" }} |");

    private sealed record Row(string Scenario, string What, double Value, string Unit, string? Spread, string? Wanted, bool? IsMet);
}
