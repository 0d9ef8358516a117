using System.Text.Json;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Console;

/// <summary>What the fields of a subscription's form have in them, as it was typed: right or wrong.</summary>
public sealed record SubscriptionDraft
{
    /// <summary>Before the names of fields that say what a form began with.</summary>
    public const string Was = "was-";

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where events are posted to.</summary>
    public string Url { get; init; } = "";

    /// <summary>Where it begins: <c>now</c> or <c>beginning</c>; empty where that is past.</summary>
    public string Start { get; init; } = "";

    /// <summary>How an event is put into a request: <c>structured</c> or <c>binary</c>.</summary>
    public string Mode { get; init; } = "";

    /// <summary>Of one of these sources; empty: of all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Of one of these kinds, <c>owner-changed</c> for one; empty: of all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Of groups whose id starts so; empty: of all.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>By this operator; empty: by all.</summary>
    public string Operator { get; init; } = "";

    internal static SubscriptionDraft Of(IFormCollection form, string before = "") => new()
    {
        Name = form[$"{before}name"].ToString().Trim(),
        Url = form[$"{before}url"].ToString().Trim(),
        Start = form[$"{before}start"].ToString(),
        Mode = form[$"{before}mode"].ToString(),
        Sources = Words(form, $"{before}source"),
        Kinds = Words(form, $"{before}kind"),
        Prefix = form[$"{before}prefix"].ToString(),
        Operator = form[$"{before}operator"].ToString(),
    };

    internal static SubscriptionDraft Of(SubscriptionView view) => new()
    {
        Name = view.Name,
        Url = view.Url,
        Mode = view.Mode.Kebab(),
        Sources = view.Filter.Sources ?? [],
        Kinds = [.. (view.Filter.Kinds ?? []).Select(kind => kind.Kebab())],
        Prefix = view.Filter.GroupPrefix ?? "",
        Operator = view.Filter.Operator ?? "",
    };

    /// <exception cref="ProblemException">A field has what none of its choices is.</exception>
    internal SubscriptionRequest ToRequest() =>
        new(Name, Url, Filter(), JsonSerializer.SerializeToElement(Start, ApiBodies.Default.String), Read<DeliveryMode>("mode", Mode));

    /// <summary>What differs from what the form began with; what others changed meanwhile stays.</summary>
    /// <exception cref="ProblemException">A field has what none of its choices is.</exception>
    internal SubscriptionPatch ToPatch(SubscriptionDraft was) => new(
        Name == was.Name ? null : Name,
        Url == was.Url ? null : Url,
        IsAboutTheSameAs(was) ? null : Filter(),
        Mode == was.Mode ? null : Read<DeliveryMode>("mode", Mode));

    private bool IsAboutTheSameAs(SubscriptionDraft other) =>
        Prefix == other.Prefix
        && Operator == other.Operator
        && Sources.ToHashSet(StringComparer.Ordinal).SetEquals(other.Sources)
        && Kinds.ToHashSet(StringComparer.Ordinal).SetEquals(other.Kinds);

    private SubscriptionFilterView Filter() =>
        new(Sources, [.. Kinds.Select(kind => Read<EntryKind>("filter.kinds", kind))], Prefix, Operator);

    private static List<string> Words(IFormCollection form, string name) =>
        [.. form[name].Where(word => !string.IsNullOrEmpty(word)).Select(word => word!)];

    private static T Read<T>(string field, string word)
        where T : struct, Enum =>
        Kebab<T>.TryRead(word, out var value)
            ? value
            : throw Problems.InvalidBody.Exception($"{field} is '{word}', none of {string.Join(", ", Kebab<T>.Names)}.");
}
