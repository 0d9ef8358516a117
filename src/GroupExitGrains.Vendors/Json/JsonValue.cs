using System.Text;
using System.Text.Json;

namespace GroupExitGrains.Vendors.Json;

/// <summary>The value of a field.</summary>
internal readonly ref struct JsonValue
{
    private readonly bool _isEscaped;

    public JsonValue(JsonTokenType type, ReadOnlySpan<byte> json, bool isEscaped)
    {
        Type = type;
        Json = json;
        _isEscaped = isEscaped;
    }

    /// <summary>What it is; <see cref="JsonTokenType.None"/> if the field is not there.</summary>
    public JsonTokenType Type { get; }

    /// <summary>Its bytes as sent, quotes included.</summary>
    public ReadOnlySpan<byte> Json { get; }

    public bool IsMissing => Type == JsonTokenType.None;

    public bool IsNull => Type == JsonTokenType.Null;

    public bool IsString => Type == JsonTokenType.String;

    /// <summary>It is this text, written without escapes.</summary>
    public bool IsPlainText(string text) =>
        IsString && !_isEscaped && Ascii.Equals(Json[1..^1], text);

    /// <summary>The text of a string; false if it holds half of a surrogate pair.</summary>
    public bool TryGetText(out string text)
    {
        if (!_isEscaped)
        {
            text = Encoding.UTF8.GetString(Json[1..^1]);
            return true;
        }

        var reader = new Utf8JsonReader(Json);
        reader.Read();
        return JsonText.TryGet(ref reader, out text);
    }
}
