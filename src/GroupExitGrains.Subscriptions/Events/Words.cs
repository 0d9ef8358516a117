using System.Collections.Frozen;
using System.Text.Json;

namespace GroupExitGrains.Subscriptions;

/// <summary>How the values of an enumeration are spelled: <c>OwnerChanged</c> is <c>owner-changed</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> s_words = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    public static string Of(T value) => s_words[value];
}
