using System.Text;
using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Json;

/// <summary>Says which role an object of a list gives, and notes in it what is wrong.</summary>
internal delegate GroupRole ReadRole(ref JsonBody member);

internal ref partial struct JsonBody
{
    /// <summary>A list of ids; null if the vendor sent none.</summary>
    public UserList? Users(scoped ReadOnlySpan<byte> name, ListForm form)
    {
        if (!TryOpenList(name, form, out var list))
        {
            return null;
        }

        var users = new UserList(AtMost(list));
        var reader = new Utf8JsonReader(list, s_strict);
        reader.Read();
        for (var i = 0; Fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                FailAt(name, i, "wrong-type", $": expected a string, found {JsonText.Describe(reader.TokenType)}");
            }
            else if (TryGetId(ValueAt(ref reader, list), out var id) is { } fault)
            {
                FailAt(name, i, "malformed-id", $": {fault}");
            }
            else
            {
                users.Add(id, GroupRole.Unknown);
            }
        }

        return users;
    }

    /// <summary>A list of objects that each hold an id and perhaps a role; null if the vendor sent none.</summary>
    /// <param name="name">The list.</param>
    /// <param name="form">In which forms it comes.</param>
    /// <param name="idName">The id's name in an object.</param>
    /// <param name="readRole">What an object says of the user's role; absent if it says nothing.</param>
    public UserList? Members(
        scoped ReadOnlySpan<byte> name, ListForm form, scoped ReadOnlySpan<byte> idName, ReadRole? readRole = null)
    {
        if (!TryOpenList(name, form, out var list))
        {
            return null;
        }

        var users = new UserList(AtMost(list));
        Span<JsonField> space = stackalloc JsonField[8];
        var reader = new Utf8JsonReader(list, s_strict);
        reader.Read();
        for (var i = 0; Fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                FailAt(name, i, "wrong-type", $": expected an object, found {JsonText.Describe(reader.TokenType)}");
                break;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var member = Part(list[start..(int)reader.BytesConsumed], space);
            users.Add(member.Id(idName), readRole is null ? GroupRole.Unknown : readRole(ref member));
            if (member.Fault is { } fault)
            {
                FailAt(name, i, fault.Cause, $".{fault.Detail}");
            }
        }

        return users;
    }

    private bool TryOpenList(scoped ReadOnlySpan<byte> name, ListForm form, out ReadOnlySpan<byte> list)
    {
        var value = Find(name);
        list = value.Json;
        if (value.Type == JsonTokenType.StartArray)
        {
            return true;
        }

        if (value.IsMissing && form != ListForm.Optional)
        {
            Fail("missing-field", name, "is missing");
        }
        else if (!value.IsMissing && !(value.IsNull && form != ListForm.Required))
        {
            WrongType(name, "an array", value.Type);
        }

        return false;
    }

    // Elements are parted by commas; a comma within one only makes room that is not used.
    private static int AtMost(ReadOnlySpan<byte> list) => list.Count((byte)',') + 1;

    private static JsonValue ValueAt(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => new(
        reader.TokenType, json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], reader.ValueIsEscaped);

    private void FailAt(scoped ReadOnlySpan<byte> name, int index, string cause, string what) =>
        Fail(cause, $"{Encoding.UTF8.GetString(name)}[{index}]{what}");
}
