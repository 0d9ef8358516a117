using System.Text.Json;

namespace GroupExitGrains.Fuzz;

/// <summary>Where something stands in a JSON text, in bytes.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="NameEnd">Of a member, the byte behind its name; else 0.</param>
internal readonly record struct JsonPlace(int Start, int End, PlaceKind Kind, int NameEnd = 0);

internal enum PlaceKind
{
    /// <summary>A name and its value.</summary>
    Member,

    /// <summary>A value in an array.</summary>
    Item,

    Text,
    Number,
    Word,
    Array,
    Object,
}

/// <summary>Takes a JSON text apart without changing a byte of it.</summary>
internal static class JsonPlaces
{
    /// <summary>Every member, item and value; empty if the text is no JSON.</summary>
    public static List<JsonPlace> In(byte[] json)
    {
        var places = new List<JsonPlace>();
        var open = new Stack<(int Start, int Member, int NameEnd, bool IsArray)>();
        var (member, nameEnd) = (-1, 0);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 200 });
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        (member, nameEnd) = (start, FindNameEnd(json, end));
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, member, nameEnd, reader.TokenType == JsonTokenType.StartArray));
                        member = -1;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var closed = open.Pop();
                        Add(closed.Start, end, closed.IsArray ? PlaceKind.Array : PlaceKind.Object, closed.Member, closed.NameEnd);
                        member = -1;
                        break;
                    default:
                        Add(start, end, KindOf(reader.TokenType), member, nameEnd);
                        member = -1;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return places;

        void Add(int start, int end, PlaceKind kind, int itsMember, int itsNameEnd)
        {
            places.Add(new JsonPlace(start, end, kind));
            if (itsMember >= 0)
            {
                places.Add(new JsonPlace(itsMember, end, PlaceKind.Member, itsNameEnd));
            }
            else if (open.TryPeek(out var parent) && parent.IsArray)
            {
                places.Add(new JsonPlace(start, end, PlaceKind.Item));
            }
        }
    }

    private static PlaceKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.String => PlaceKind.Text,
        JsonTokenType.Number => PlaceKind.Number,
        _ => PlaceKind.Word,
    };

    // The reader has gone past the colon.
    private static int FindNameEnd(byte[] json, int end)
    {
        while (json[end - 1] != '"')
        {
            end--;
        }

        return end;
    }
}
