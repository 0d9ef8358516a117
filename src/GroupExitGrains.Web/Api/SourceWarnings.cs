using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Api;

/// <summary>Finds what seems wrong with a source: mostly a setting on the vendor's side that was forgotten.</summary>
internal static class SourceWarnings
{
    private static readonly TimeSpan Recently = TimeSpan.FromHours(1);

    // Causes that mean one thing: the two sides do not agree on a secret.
    private static readonly string[] Disagreements =
        ["wrong-secret", "wrong-signature", "wrong-request-time", "wrong-sdk-app-id", "wrong-network"];

    public static IEnumerable<WarningView> Of(
        SourceOptions source, SourceTotals? total, IReadOnlyList<RejectionCount> refused, SourceCounts seen, DateTimeOffset now)
    {
        var isTencent = source.Vendor == VendorKind.TencentIM;
        if (!source.AllPathSecrets.Any() && !source.AllTokens.Any())
        {
            yield return new WarningView("sender-unproven", isTencent
                ? "Nothing proves who sends: set Token to the callback authentication token of Tencent's console, or PathSecret."
                : "Nothing proves who sends: set PathSecret and put it into the url of OpenIM's webhooks.yml.");
        }

        if (total is { Joined: 0, Exits: var exits } && exits.Quit + exits.Kicked + exits.Dismissed > 0)
        {
            yield return new WarningView("joins-not-seen", isTencent
                ? "Exits come, joins do not: switch on Group.CallbackAfterNewMemberJoin in Tencent's console."
                : "Exits come, joins do not: switch on afterJoinGroup in OpenIM's webhooks.yml.");
        }

        foreach (var count in refused.Where(c => Disagreements.Contains(c.Cause) && c.LastReceivedAt > now - Recently))
        {
            yield return new WarningView(count.Cause,
                $"Requests were refused within the last hour ({count.Cause}); see /api/v1/rejections?source={count.Source}&cause={count.Cause}.");
        }

        foreach (var (setting, count) in seen.Overloaded)
        {
            yield return new WarningView("overloaded",
                $"{count} callbacks were refused at once since this process started: there was as much under way as Limits:{setting} allows.");
        }

        if (seen.Unavailable > 0)
        {
            yield return new WarningView("callbacks-refused",
                $"{seen.Unavailable} callbacks could not be made durable in time since this process started; OpenIM does not send them again.");
        }
    }
}
