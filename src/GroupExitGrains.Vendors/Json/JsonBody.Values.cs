using System.Buffers.Text;
using System.Text.Json;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Requests;

namespace GroupExitGrains.Vendors.Json;

internal ref partial struct JsonBody
{
    // An escaped character takes six bytes; a longer string is no id, and is not worth unescaping to say so.
    private const int LongestEscapedId = VendorId.MaxBytes * 6;

    /// <summary>An id that must be there.</summary>
    public string Id(scoped ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        return value.IsMissing ? Fail("missing-field", name, "is missing") : Id(value, name);
    }

    /// <summary>An id; null if the field is missing, null or empty.</summary>
    public string? OptionalId(scoped ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        return value.IsMissing || value.IsNull || value.IsPlainText("") ? null : Id(value, name);
    }

    /// <summary>Free text with NUL as U+FFFD; null if the field is missing, null or empty.</summary>
    public string? Text(scoped ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        if (value.IsMissing || value.IsNull)
        {
            return null;
        }

        if (!value.IsString)
        {
            return WrongType(name, "a string", value.Type);
        }

        return value.TryGetText(out var text)
            ? FreeText.CleanOrAbsent(text)
            : Fail("malformed-text", name, "has an unpaired surrogate");
    }

    /// <summary>A whole number; null if the field is missing or null.</summary>
    public long? Number(scoped ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        if (value.IsMissing || value.IsNull)
        {
            return null;
        }

        if (value.Type != JsonTokenType.Number)
        {
            WrongType(name, "a number", value.Type);
            return null;
        }

        if (!Utf8Parser.TryParse(value.Json, out long number, out var length) || length != value.Json.Length)
        {
            Fail("wrong-value", name, "expected a whole number of 64 bits");
            return null;
        }

        return number;
    }

    /// <summary>Notes that a field is of the wrong type.</summary>
    public string WrongType(scoped ReadOnlySpan<byte> name, string expected, JsonTokenType found) =>
        Fail("wrong-type", name, $"expected {expected}, found {JsonText.Describe(found)}");

    private string Id(JsonValue value, scoped ReadOnlySpan<byte> name)
    {
        if (!value.IsString)
        {
            return WrongType(name, "a string", value.Type);
        }

        return TryGetId(value, out var id) is { } fault ? Fail("malformed-id", name, fault) : id;
    }

    private static string? TryGetId(JsonValue value, out string id)
    {
        id = "";
        if (value.Json.Length - 2 > LongestEscapedId)
        {
            return $"is longer than {VendorId.MaxBytes} bytes";
        }

        return value.TryGetText(out id) ? VendorId.Fault(id) : "has an unpaired surrogate";
    }
}
