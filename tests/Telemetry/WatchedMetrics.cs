using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace GroupExitGrains.Telemetry;

/// <summary>The questions that the alert rules and the dashboard of <c>cluster-config</c> ask.</summary>
internal static partial class WatchedMetrics
{
    // Prometheus adds these to whatever it scrapes.
    private static readonly string[] OfPrometheus = ["job", "instance", ""];
    private static readonly string[] Operators = ["and", "or", "unless", "bool"];

    /// <summary>Every expression, with where it is from.</summary>
    public static IEnumerable<(string Where, string Expression)> Expressions() => Alerts().Concat(Dashboard());

    public static IEnumerable<(string Where, string Expression)> Alerts()
    {
        using var reader = new StreamReader(PathOf("alerts.yaml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return
        [
            .. from @group in Children(stream.Documents.Single().RootNode["groups"])
               from rule in Children(@group["rules"])
               select ($"alert {rule["alert"]}", rule["expr"].ToString()),
        ];
    }

    public static IEnumerable<(string Where, string Expression)> Dashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(PathOf("dashboard.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select ($"panel {panel.GetProperty("title")}", target.GetProperty("expr").GetString()!),
        ];
    }

    /// <summary>Says which metrics and labels of an expression the page does not have; nothing if it has them all.</summary>
    public static IReadOnlyList<string> MissingFrom(MetricsPage page, string expression)
    {
        var groupings = Grouping().Matches(expression).SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries));
        var selectors = Selector().Matches(Window().Replace(Grouping().Replace(expression, " "), " "))
            .Where(match => !match.Groups["call"].Success && !Operators.Contains(match.Groups["name"].Value))
            .ToList();
        var missing = new List<string>(selectors.Count == 0 ? ["any metric"] : []);
        foreach (var selector in selectors.Where(selector => selector.Groups["name"].Value != "up"))
        {
            var name = selector.Groups["name"].Value;
            var series = page.Of(name);
            var labels = MatcherLabel().Matches(selector.Groups["matchers"].Value).Select(match => match.Groups["label"].Value);
            missing.AddRange(series.Count == 0 ? [name] : []);
            missing.AddRange(labels.Except(OfPrometheus).Where(label => !Have(series, label)).Select(label => $"{label} of {name}"));
        }

        var all = selectors.SelectMany(selector => page.Of(selector.Groups["name"].Value)).ToList();
        missing.AddRange(groupings.Except(OfPrometheus).Where(label => !Have(all, label)));
        return missing;
    }

    private static bool Have(IReadOnlyList<Series> series, string label) => series.Any(one => one.Labels.ContainsKey(label));

    private static IEnumerable<YamlNode> Children(YamlNode node) => ((YamlSequenceNode)node).Children;

    private static string PathOf(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "GroupExitGrains.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "cluster-config", "monitoring", name);
    }

    [GeneratedRegex(
        @"(?<name>[a-zA-Z_]\w*)\s*(?<matchers>\{[^}]*\})?(?<call>\s*\()?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Window();

    [GeneratedRegex(
        @"\b(by|without|on|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<label>[a-zA-Z_]\w*)\s*(=~|!~|!=|=)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MatcherLabel();
}
