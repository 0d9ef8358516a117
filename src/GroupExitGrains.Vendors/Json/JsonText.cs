using System.Text.Json;

namespace GroupExitGrains.Vendors.Json;

/// <summary>
/// Text at a reader's place. The reader throws for an escaped half of a surrogate pair, which is well-formed JSON and
/// not text; here that is an answer.
/// </summary>
internal static class JsonText
{
    /// <summary>The text of a string or a name; false if it holds half of a surrogate pair.</summary>
    public static bool TryGet(scoped ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>The name at the reader's place is the given one.</summary>
    public static bool Is(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(name);
        }

        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A token in words, for a person who looks for a mistake.</summary>
    public static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "an object",
    };
}
