using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GroupExitGrains.Web.Api;

/// <summary>How the API spells the values of an enumeration: <c>OwnerChanged</c> is <c>owner-changed</c>.</summary>
internal static class Kebab<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> ByName =
        Enum.GetValues<T>().ToFrozenDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<T, string> ByValue = ByName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All names, in the order of their values.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<T>().Select(value => ByValue[value])];

    public static bool TryRead(string? name, out T value)
    {
        value = default;
        return name is not null && ByName.TryGetValue(name, out value);
    }

    public static string Of(T value) => ByValue[value];
}

internal static class KebabExtensions
{
    public static string Kebab<T>(this T value)
        where T : struct, Enum =>
        Api.Kebab<T>.Of(value);
}

/// <summary>Writes an enumeration as <see cref="Kebab{T}"/> spells it.</summary>
internal sealed class KebabConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
