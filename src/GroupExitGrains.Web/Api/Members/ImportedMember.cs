using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Reads one member of an import: <c>{"userId": "...", "role"?: "...", "since"?: "..."}</c>.</summary>
internal static class ImportedMember
{
    /// <summary>Reads the object at which the reader stands, up to its end.</summary>
    /// <exception cref="FormatException">It is no such object; the message says why.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ChangedUser Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("is not an object with a userId.");
        }

        string? userId = null, role = null, since = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("userId"u8))
            {
                Take(ref reader, "userId", ref userId);
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                Take(ref reader, "role", ref role);
            }
            else if (reader.ValueTextEquals("since"u8))
            {
                Take(ref reader, "since", ref since);
            }
            else
            {
                throw new FormatException($"'{Text(ref reader)}' is not a field; there are userId, role and since.");
            }
        }

        return new ChangedUser(CheckedId(userId), RoleOf(role), SinceOf(since));
    }

    private static void Take(ref Utf8JsonReader reader, string name, ref string? value)
    {
        if (value is not null)
        {
            throw new FormatException($"{name} is given twice.");
        }

        reader.Read();
        value = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => Text(ref reader),
            _ => throw new FormatException($"{name} is not a string."),
        };
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new FormatException("a string is not valid UTF-8 or has an unpaired surrogate.", fault);
        }
    }

    private static string CheckedId(string? userId) => userId is null
        ? throw new FormatException("has no userId.")
        : VendorId.Fault(userId) is { } fault ? throw new FormatException($"userId {fault}.") : userId;

    private static GroupRole RoleOf(string? role)
    {
        if (role is null)
        {
            return GroupRole.Unknown;
        }

        return Kebab<GroupRole>.TryRead(role, out var value)
            ? value
            : throw new FormatException($"role is '{role}', not one of {string.Join(", ", Kebab<GroupRole>.Names)}.");
    }

    private static DateTimeOffset? SinceOf(string? since)
    {
        if (since is null)
        {
            return null;
        }

        return TimeText.TryRead(since, out var time)
            ? time.WholeMilliseconds()
            : throw new FormatException($"since is '{since}', not a time as 2026-11-22T13:00:00.000Z.");
    }
}
