using System.Globalization;
using System.Text.RegularExpressions;

namespace GroupExitGrains.Telemetry;

/// <summary>What <c>/metrics</c> shows, in the text format of Prometheus.</summary>
internal sealed partial class MetricsPage
{
    private MetricsPage(IReadOnlyList<Series> series) => All = series;

    public IReadOnlyList<Series> All { get; }

    public static async Task<MetricsPage> ReadAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/plain");
        return Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static MetricsPage Parse(string text) => new(
    [
        .. text.Split('\n').Where(line => line is not ("" or "\r") && line[0] != '#').Select(line => SeriesLine().Match(line) is { Success: true } match
            ? new Series(match.Groups["name"].Value, Labels(match.Groups["labels"].Value), double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture))
            : throw new FormatException($"No series of Prometheus: {line}")),
    ]);

    /// <summary>The series of a metric that have these labels.</summary>
    public IReadOnlyList<Series> Of(string name, params (string Label, string Value)[] labels) =>
        [.. All.Where(series => series.Name == name && labels.All(label => series.Labels.GetValueOrDefault(label.Label) == label.Value))];

    /// <summary>The value of the one series of a metric that has these labels.</summary>
    public double Value(string name, params (string Label, string Value)[] labels) => Of(name, labels).ShouldHaveSingleItem().Value;

    private static Dictionary<string, string> Labels(string text) =>
        LabelPair().Matches(text).ToDictionary(match => match.Groups["label"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>[^ ]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SeriesLine();

    [GeneratedRegex(@"(?<label>[a-zA-Z_]\w*)=""(?<value>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelPair();
}

/// <summary>One line of it.</summary>
internal sealed record Series(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
