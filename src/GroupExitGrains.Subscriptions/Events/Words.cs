using System.Text.Json;

namespace GroupExitGrains.Subscriptions;

/// <summary>How the values of an enumeration are spelled: <c>OwnerChanged</c> is <c>owner-changed</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    // By the members' names: such a dictionary comes compiled with the runtime, one of each enumeration does not.
    private static readonly Dictionary<string, string> s_words = Enum.GetNames<T>()
        .ToDictionary(member => member, member => JsonNamingPolicy.KebabCaseLower.ConvertName(member));

    public static string Of(T value) => s_words[value.ToString()];
}
