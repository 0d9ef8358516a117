using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>What a subscription is asked for with.</summary>
/// <param name="Name">What people call it: 1 to 100 characters.</param>
/// <param name="Url">Where to send to: https, and an address that is public unless the settings allow others.</param>
/// <param name="Filter">What it is about; everything if absent.</param>
/// <param name="Start"><c>now</c>, <c>beginning</c> or <c>{"position": N}</c>: the first entry that may be sent. Now if absent.</param>
/// <param name="Mode">How an event is put into a request; structured if absent.</param>
internal sealed record SubscriptionRequest(
    string? Name, string? Url, SubscriptionFilterView? Filter, JsonElement? Start, DeliveryMode? Mode);

/// <summary>What is to be changed of a subscription; what is absent stays.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where to send to.</param>
/// <param name="Filter">What it is about, whole.</param>
/// <param name="Mode">How an event is put into a request.</param>
internal sealed record SubscriptionPatch(string? Name, string? Url, SubscriptionFilterView? Filter, DeliveryMode? Mode);

/// <summary>Which entries a subscription is about. What is absent or empty admits everything.</summary>
/// <param name="Sources">Of one of these sources.</param>
/// <param name="Kinds">Of one of these kinds.</param>
/// <param name="GroupPrefix">Of groups whose id starts so.</param>
/// <param name="Operator">By this operator.</param>
internal sealed record SubscriptionFilterView(
    IReadOnlyList<string>? Sources, IReadOnlyList<EntryKind>? Kinds, string? GroupPrefix, string? Operator)
{
    public static SubscriptionFilterView Of(SubscriptionFilter filter) =>
        new(filter.Sources, filter.Kinds, filter.GroupPrefix ?? "", filter.OperatorId ?? "");

    public SubscriptionFilter ToFilter() => new()
    {
        Sources = [.. (Sources ?? []).Distinct(StringComparer.Ordinal)],
        Kinds = [.. (Kinds ?? []).Distinct()],
        GroupPrefix = string.IsNullOrEmpty(GroupPrefix) ? null : GroupPrefix,
        OperatorId = string.IsNullOrEmpty(Operator) ? null : Operator,
    };
}

/// <summary>How a secret is replaced.</summary>
/// <param name="KeepOldHours">How long the old one signs, too: 0 to 168. 24 if absent.</param>
internal sealed record RotateRequest(int? KeepOldHours);

/// <summary>What is to be delivered again: one of these.</summary>
/// <param name="Position">The event at this position.</param>
/// <param name="FailedSince">What was given up since this time, and the groups that wait since then.</param>
/// <param name="From">Everything from this position on.</param>
internal sealed record RedeliverRequest(long? Position, string? FailedSince, long? From);
