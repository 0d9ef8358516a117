using System.Text.Json;
using System.Text.Json.Serialization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>How the lists of a subscription are kept in one column each, and how much is kept of its attempts.</summary>
internal static class SubscriptionColumns
{
    /// <summary>Latest attempts that are kept of each subscription.</summary>
    public const int KeptAttempts = 1000;

    public static string Write(SubscriptionFilter filter) => JsonSerializer.Serialize(filter, SubscriptionJson.Default.SubscriptionFilter);

    public static string Write(IReadOnlyList<SigningSecret> secrets) =>
        JsonSerializer.Serialize(secrets, SubscriptionJson.Default.IReadOnlyListSigningSecret);

    /// <exception cref="JournalDamagedException">The column is not what was written.</exception>
    public static SubscriptionFilter ReadFilter(string column) => Read(column, SubscriptionJson.Default.SubscriptionFilter);

    /// <exception cref="JournalDamagedException">The column is not what was written.</exception>
    public static IReadOnlyList<SigningSecret> ReadSecrets(string column) =>
        Read(column, SubscriptionJson.Default.IReadOnlyListSigningSecret);

    /// <summary>A page of rows that were asked for with one more than its limit.</summary>
    public static Page<T> Page<T>(List<T> rows, int limit, Func<T, long> place) => new(
        [.. rows.Take(limit)],
        rows.Count > limit ? place(rows[limit - 1]).ToString(System.Globalization.CultureInfo.InvariantCulture) : null);

    private static T Read<T>(string column, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(column, type) ?? throw new JournalDamagedException("A column of a subscription is null.");
        }
        catch (JsonException exception)
        {
            throw new JournalDamagedException($"A column of a subscription is no JSON, at {exception.Path}.", exception);
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubscriptionFilter))]
[JsonSerializable(typeof(IReadOnlyList<SigningSecret>))]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
