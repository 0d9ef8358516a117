using System.Text.Json;
using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>What a subscription must be.</summary>
internal static class SubscriptionRules
{
    /// <summary>More than this are a mistake: each follows the whole journal.</summary>
    public const int Most = 100;

    private const int LongestName = 100;
    private const int MostHours = 168;

    /// <summary>Refuses a subscription that would not work.</summary>
    /// <exception cref="ProblemException">Something is wrong with it.</exception>
    public static void Check(string? name, string? url, SubscriptionFilter filter, GroupExitOptions options)
    {
        var fault =
            string.IsNullOrWhiteSpace(name) || name.Length > LongestName ? $"name must have 1 to {LongestName} characters"
            : VendorId.Fault(name) is { } nameFault ? $"name {nameFault}"
            : TargetUrl.Fault(url, options.Subscriptions.AllowPrivateTargets) is { } urlFault ? urlFault
            : filter.Sources.FirstOrDefault(source => !options.Sources.ContainsKey(source)) is { } unknown
                ? $"filter.sources: no source '{unknown}' is configured"
            : filter.GroupPrefix is { } prefix && VendorId.Fault(prefix) is { } prefixFault ? $"filter.groupPrefix {prefixFault}"
            : filter.OperatorId is { } operatorId && VendorId.Fault(operatorId) is { } operatorFault ? $"filter.operator {operatorFault}"
            : null;
        if (fault is not null)
        {
            throw Problems.InvalidBody.Exception($"{fault}.");
        }
    }

    /// <summary>The position behind which a subscription starts.</summary>
    /// <param name="start">What was asked for; now if absent.</param>
    /// <param name="end">The last position of the journal.</param>
    /// <exception cref="ProblemException">It says nothing, or names a position that there is not yet.</exception>
    public static long Start(JsonElement? start, long end) => start switch
    {
        null => end,
        { ValueKind: JsonValueKind.String } word when word.GetString() == "now" => end,
        { ValueKind: JsonValueKind.String } word when word.GetString() == "beginning" => 0,
        { ValueKind: JsonValueKind.Object } place when place.EnumerateObject().ToList() is [{ Name: "position" } only]
            && only.Value.ValueKind == JsonValueKind.Number && only.Value.TryGetInt64(out var position) && position >= 1 =>
            position <= end + 1
                ? position - 1
                : throw Problems.InvalidBody.Exception($"start.position is {position}; the journal ends at {end}."),
        _ => throw Problems.InvalidBody.Exception("""start is neither "now" nor "beginning" nor {"position": N} with N from 1."""),
    };

    /// <summary>How long old secrets sign on.</summary>
    /// <exception cref="ProblemException">It is too long, or negative.</exception>
    public static TimeSpan KeepOld(int? hours) => hours is null or (>= 0 and <= MostHours)
        ? TimeSpan.FromHours(hours ?? 24)
        : throw Problems.InvalidBody.Exception($"keepOldHours is {hours}, not from 0 to {MostHours}.");
}
