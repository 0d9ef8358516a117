using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GroupExitGrains.Vendors.Json;

/// <summary>
/// A body that must be one JSON object. Making it checks the whole text once and notes where each field lies; fields are
/// then read by name, from the bytes. The first thing found wrong is kept in <see cref="Fault"/> and what is read after
/// it is empty, so a caller reads all it needs and looks at the fault once.
/// </summary>
internal ref partial struct JsonBody
{
    private const int MaxDepth = 64;

    // Vendors send some twenty; noting millions would cost a hostile body's size many times over.
    private const int MaxFields = 1024;

    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = MaxDepth };

    private readonly ReadOnlySpan<byte> _json;
    private Span<JsonField> _fields;
    private int _count;

    /// <summary>Checks a body and notes its fields.</summary>
    /// <param name="bytes">The body, with or without a byte order mark.</param>
    /// <param name="space">Room for the fields of an ordinary body; more is made if needed.</param>
    public JsonBody(ReadOnlySpan<byte> bytes, Span<JsonField> space)
    {
        _json = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        _fields = space;
        if (_json.IsEmpty)
        {
            Fail("not-json", "the body is empty");
            return;
        }

        if (!Utf8.IsValid(_json))
        {
            Fail("not-json", $"byte {bytes.Length - _json.Length + ValidPrefix(_json)} is not UTF-8");
            return;
        }

        var reader = new Utf8JsonReader(_json, s_strict);
        try
        {
            NoteFields(ref reader);
        }
        catch (JsonException exception)
        {
            Fail("not-json", Where(exception));
        }
    }

    // An object within a body that has been checked as a whole.
    private JsonBody(ReadOnlySpan<byte> json, Span<JsonField> space, JsonFault? fault)
    {
        _json = json;
        _fields = space;
        Fault = fault;
    }

    /// <summary>The first thing found wrong.</summary>
    public JsonFault? Fault { get; private set; }

    /// <summary>The value of a field. A name that occurs twice is a fault: two readers would take different ones.</summary>
    public JsonValue Find(scoped ReadOnlySpan<byte> name)
    {
        var found = -1;
        for (var i = 0; i < _count && Fault is null; i++)
        {
            if (!IsNamed(_fields[i], name))
            {
                continue;
            }

            if (found >= 0)
            {
                Fail("duplicate-field", name, "occurs more than once");
            }

            found = i;
        }

        if (found < 0 || Fault is not null)
        {
            return default;
        }

        var field = _fields[found];
        return new JsonValue(field.Type, _json[field.ValueStart..field.ValueEnd], field.ValueIsEscaped);
    }

    /// <summary>Notes a fault of a field, unless there already is one.</summary>
    /// <returns>The empty text.</returns>
    public string Fail(string cause, scoped ReadOnlySpan<byte> name, string what) =>
        Fault is null ? Fail(cause, $"{Encoding.UTF8.GetString(name)}: {what}") : "";

    /// <summary>Notes a fault, unless there already is one.</summary>
    /// <returns>The empty text.</returns>
    public string Fail(string cause, string detail)
    {
        Fault ??= new JsonFault(cause, detail);
        return "";
    }

    private static JsonBody Part(ReadOnlySpan<byte> json, Span<JsonField> space)
    {
        var part = new JsonBody(json, space, fault: null);
        var reader = new Utf8JsonReader(json, s_strict);
        part.NoteFields(ref reader);
        return part;
    }

    private void NoteFields(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Fail("not-json", $"expected an object, found {JsonText.Describe(reader.TokenType)}");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_count == MaxFields)
            {
                Fail("too-many-fields", $"an object has more than {MaxFields} fields");
                return;
            }

            var nameStart = (int)reader.TokenStartIndex;
            var nameEnd = nameStart + reader.ValueSpan.Length + 2;
            var nameIsEscaped = reader.ValueIsEscaped;
            reader.Read();
            var type = reader.TokenType;
            var start = (int)reader.TokenStartIndex;
            var isEscaped = reader.ValueIsEscaped;
            reader.Skip();
            Note(new(nameStart, nameEnd, nameIsEscaped, start, (int)reader.BytesConsumed, isEscaped, type));
        }

        // Whatever follows the object is not JSON, and only reading on tells.
        reader.Read();
    }

    private void Note(JsonField field)
    {
        if (_count == _fields.Length)
        {
            Span<JsonField> larger = new JsonField[Math.Max(_count * 2, 16)];
            _fields.CopyTo(larger);
            _fields = larger;
        }

        _fields[_count++] = field;
    }

    private readonly bool IsNamed(JsonField field, scoped ReadOnlySpan<byte> name)
    {
        if (!field.NameIsEscaped)
        {
            return _json[(field.NameStart + 1)..(field.NameEnd - 1)].SequenceEqual(name);
        }

        var reader = new Utf8JsonReader(_json[field.NameStart..field.NameEnd]);
        reader.Read();
        return JsonText.Is(ref reader, name);
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out var length) == OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private static string Where(JsonException exception) =>
        $"not well-formed, or nested deeper than {MaxDepth} levels, " +
        $"at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
}
