using System.Text.Json.Nodes;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>A parameter of the query: the one place that knows its name, what it means and what it may be.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">A value, as text.</param>
internal sealed record ApiParameter(string Name, string Description, JsonNode Example)
{
    /// <summary>The values it may have; any if empty.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>It may be given several times, or have several values with commas between them.</summary>
    public bool IsList { get; init; }

    /// <summary>Empty is as good as absent. Of any other parameter an empty value is more likely a mishap than a wish.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The JSON Schema format of its text.</summary>
    public string? Format { get; init; }

    /// <summary>It is a whole number of at least this.</summary>
    public int? Minimum { get; init; }

    public static readonly ApiParameter Source = new("source", "Only of this source.", "openim");

    public static readonly ApiParameter Group = new("group", "Only of this group; needs `source`.", "G001");

    public static readonly ApiParameter User = new("user", "Only about this user.", "user123");

    public static readonly ApiParameter Operator = new("operator", "Only what this operator did.", "admin");

    public static readonly ApiParameter Status = new("status", "Only groups in this state.", "active")
    {
        Values = Kebab<GroupStatus>.Names,
    };

    public static readonly ApiParameter Prefix = new("prefix", "Only groups whose id starts so. Case matters.", "G0")
    {
        MayBeEmpty = true,
    };

    public static readonly ApiParameter Kind = new("kind", "Only entries of these kinds.", "kicked")
    {
        Values = Kebab<EntryKind>.Names,
        IsList = true,
    };

    public static readonly ApiParameter Effect = new("effect", "Only entries with these effects.", "applied")
    {
        Values = Kebab<EntryEffect>.Names,
        IsList = true,
    };

    public static readonly ApiParameter From = new(
        "from", "Only entries whose `receivedAt` is this time or later.", "2026-11-22T13:00:00.000Z")
    { Format = "date-time" };

    public static readonly ApiParameter To = new(
        "to", "Only entries whose `receivedAt` is before this time.", "2026-11-23T13:00:00.000Z")
    { Format = "date-time" };

    public static readonly ApiParameter Order = new(
        "order", "`desc` (the default): newest first. `asc`: oldest first. A cursor keeps the order it was given in.", "asc")
    {
        Values = ["asc", "desc"],
    };

    public static readonly ApiParameter After = new(
        "after", "Only entries with a position greater than this, oldest first.", 1234)
    { Minimum = 0 };

    public static readonly ApiParameter Wait = new(
        "wait", "With `after`: if there is no such entry yet, wait for one this long, `0s` to `60s`.", "30s");

    public static readonly ApiParameter ExportAs = new("format", "`ndjson` (the default) or `csv`.", "csv")
    {
        Values = Kebab<ExportFormat>.Names,
    };

    public static readonly ApiParameter Bucket = new(
        "bucket", "How long a time each count is of: `minute`, `hour` (the default) or `day`, of UTC.", "hour")
    {
        Values = Kebab<StatisticsBucket>.Names,
    };

    public static readonly ApiParameter DeliveryStatus = new("status", "Only attempts with which it ended so.", "failed")
    {
        Values = Kebab<DeliveryOutcome>.Names,
    };

    public static readonly ApiParameter Position = new("position", "Only attempts at the event of this position.", 1234)
    { Minimum = 1 };

    public static readonly ApiParameter Cause = new("cause", "Only rejections for this cause.", "wrong-signature");

    public static readonly ApiParameter AsOf = new(
        "asOf",
        "The time of the list, not in the future. What is known to have changed after it stands. Default: now.",
        "2026-11-22T13:00:00.000Z")
    { Format = "date-time" };

    public static readonly ApiParameter Limit = new(
        "limit", "The most items to return, 1 to 1000. Default 50, for a callback's entries 1000.", 50)
    { Minimum = 1 };

    public static readonly ApiParameter Cursor = new(
        "cursor", "Continues a list: `next` of the page before, with the same path.", "AQAB2HkmZzGkMDAx")
    {
        MayBeEmpty = true,
    };
}

/// <summary>The parameters that an endpoint takes in its query. Any other is refused.</summary>
/// <param name="All">The parameters.</param>
internal sealed record AcceptedParameters(IReadOnlyList<ApiParameter> All);
