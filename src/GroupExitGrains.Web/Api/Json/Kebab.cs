using System.Text.Json;
using System.Text.Json.Serialization;

namespace GroupExitGrains.Web.Api;

/// <summary>How the API spells the values of an enumeration: <c>OwnerChanged</c> is <c>owner-changed</c>.</summary>
internal static class Kebab<T>
    where T : struct, Enum
{
    // By the members' names, and not by their values: dictionaries of strings come compiled with the runtime, one of each
    // enumeration would be compiled at every start.
    private static readonly Dictionary<string, string> Words =
        Enum.GetNames<T>().ToDictionary(member => member, member => JsonNamingPolicy.KebabCaseLower.ConvertName(member));

    private static readonly Dictionary<string, string> Members = Words.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All names, in the order of their values.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<T>().Select(member => Words[member])];

    public static bool TryRead(string? name, out T value)
    {
        value = default;
        return name is not null && Members.TryGetValue(name, out var member) && Enum.TryParse(member, out value);
    }

    public static string Of(T value) => Words[value.ToString()];
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
