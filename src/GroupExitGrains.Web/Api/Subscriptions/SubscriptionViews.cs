using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;

namespace GroupExitGrains.Web.Api;

/// <summary>A subscription, without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where it sends to.</param>
/// <param name="Filter">What it is about.</param>
/// <param name="Mode">How an event is put into a request.</param>
/// <param name="State">Whether it delivers.</param>
/// <param name="StateReason">Why it does not.</param>
/// <param name="OldSecretsUntil">Until when secrets sign that were replaced.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Warnings">What somebody should look at.</param>
internal sealed record SubscriptionView(
    string Id,
    string Name,
    string Url,
    SubscriptionFilterView Filter,
    DeliveryMode Mode,
    SubscriptionState State,
    string? StateReason,
    DateTimeOffset? OldSecretsUntil,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    ProgressView Progress,
    IReadOnlyList<WarningView> Warnings)
{
    public static SubscriptionView Of(StoredSubscription stored, JournalEnd end, DateTimeOffset now)
    {
        var (subscription, progress) = stored;
        return new SubscriptionView(
            subscription.Id,
            subscription.Name,
            subscription.Url,
            SubscriptionFilterView.Of(subscription.Filter),
            subscription.Mode,
            subscription.State,
            subscription.StateReason,
            subscription.Secrets.Where(secret => secret.Until > now).Max(secret => secret.Until),
            subscription.CreatedAt,
            subscription.CreatedBy,
            ProgressView.Of(progress, end),
            [.. SubscriptionWarnings.Of(stored, end)]);
    }
}

/// <summary>How far a subscription has come.</summary>
/// <param name="Position">Every entry up to this one is delivered, is none of its own, or belongs to a group that waits.</param>
/// <param name="Behind">Entries behind that position.</param>
/// <param name="Delivered">Events delivered, repetitions included.</param>
/// <param name="Failed">Attempts that failed.</param>
/// <param name="LastDeliveredAt">When the latest was delivered.</param>
/// <param name="LastFailedAt">When the latest failed.</param>
/// <param name="LastFailure">Why it did.</param>
/// <param name="WaitingGroups">Groups that wait for their next attempt or catch up.</param>
/// <param name="DeadLetters">Events given up.</param>
internal sealed record ProgressView(
    long Position,
    long Behind,
    long Delivered,
    long Failed,
    DateTimeOffset? LastDeliveredAt,
    DateTimeOffset? LastFailedAt,
    string? LastFailure,
    long WaitingGroups,
    long DeadLetters)
{
    public static ProgressView Of(DeliveryProgress progress, JournalEnd end) => new(
        progress.Cursor,
        Math.Max(0, end.Position - progress.Cursor),
        progress.Delivered,
        progress.Failed,
        progress.LastDeliveredAt,
        progress.LastFailedAt,
        progress.LastFailure,
        progress.Waiting,
        progress.DeadLetters);
}

/// <summary>A subscription that was just made, or whose secret was.</summary>
/// <param name="Secret">The secret that its requests are signed with. It is shown this once.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where it sends to.</param>
/// <param name="OldSecretsUntil">Until when secrets sign that were replaced.</param>
internal sealed record NewSecretView(string Secret, string Id, string Name, string Url, DateTimeOffset? OldSecretsUntil);

/// <summary>What came of a test.</summary>
/// <param name="Delivered">The receiver took it.</param>
/// <param name="HttpStatus">Its answer's status; absent if there was none.</param>
/// <param name="LatencyMs">How long the answer took, in milliseconds.</param>
/// <param name="Failure">Why the event was not taken.</param>
/// <param name="Response">The answer's body, its first 4 KiB.</param>
internal sealed record TestView(bool Delivered, int? HttpStatus, long LatencyMs, string? Failure, string? Response)
{
    public static TestView Of(DeliveryAnswer answer) =>
        new(answer.IsDelivered, answer.Status, (long)answer.Latency.TotalMilliseconds, answer.Failure, answer.Response);
}

/// <summary>What is going to be delivered again.</summary>
/// <param name="Events">Events and groups that wait; absent where it is everything from a position on.</param>
internal sealed record RedeliveryView(int? Events);
