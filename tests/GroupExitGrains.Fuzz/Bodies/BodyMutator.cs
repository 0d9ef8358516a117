using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>Changes a body, mostly such that it is still JSON.</summary>
internal static class BodyMutator
{
    private const int MostBytes = 600_000;

    public static byte[] Mutate(byte[] body, Random random)
    {
        var changes = random.Next(10) switch { 0 => 0, < 6 => 1, < 8 => 2, _ => random.Next(3, 6) };
        for (var i = 0; i < changes && body.Length < MostBytes; i++)
        {
            body = random.Next(5) == 0 ? TextMutator.Change(body, random) : ChangeStructure(body, random);
        }

        return body;
    }

    private static byte[] ChangeStructure(byte[] body, Random random)
    {
        var places = JsonPlaces.In(body);
        if (places.Count == 0)
        {
            return TextMutator.Change(body, random);
        }

        var place = places[random.Next(places.Count)];
        var isPart = place.Kind is PlaceKind.Member or PlaceKind.Item;
        return random.Next(9) switch
        {
            0 => Drop(body, place),
            1 when isPart => Insert(body, place.End, [(byte)',', .. body[place.Start..place.End]]),
            1 or 2 => Replace(body, ValueOf(place, body), OddValues.Any(random)),
            3 when place.Kind == PlaceKind.Text => Replace(body, place, $"\"{OddValues.Text(random)}\""),
            3 or 4 => Nest(body, ValueOf(place, body), random),
            5 => Fill(body, places, random),
            6 when place.Kind == PlaceKind.Member => Rename(body, place, random),
            6 or 7 => Swap(body, ValueOf(place, body), ValueOf(places[random.Next(places.Count)], body)),
            _ => Graft(body, places, random),
        };
    }

    // A comma stands before or behind a part that is not alone.
    private static byte[] Drop(byte[] body, JsonPlace place)
    {
        var (start, end) = (place.Start, place.End);
        if (end < body.Length && body[end] == ',')
        {
            end++;
        }
        else if (start > 0 && body[start - 1] == ',')
        {
            start--;
        }

        return [.. body[..start], .. body[end..]];
    }

    private static JsonPlace ValueOf(JsonPlace place, byte[] body)
    {
        if (place.Kind != PlaceKind.Member)
        {
            return place;
        }

        var start = place.NameEnd;
        while (body[start] is (byte)':' or (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
        {
            start++;
        }

        return new JsonPlace(start, place.End, PlaceKind.Item);
    }

    private static byte[] Nest(byte[] body, JsonPlace place, Random random)
    {
        var depth = random.Next(6) switch { 0 => random.Next(55, 70), 1 => 5_000, _ => 1 };
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var value = Encoding.UTF8.GetString(body[place.Start..place.End]);
        return Replace(body, place, new StringBuilder().Insert(0, open, depth).Append(value).ToString()
            + new StringBuilder().Insert(0, close, depth));
    }

    private static byte[] Fill(byte[] body, List<JsonPlace> places, Random random)
    {
        var items = places.FindAll(place => place.Kind == PlaceKind.Item);
        if (items.Count == 0)
        {
            return body;
        }

        var item = items[random.Next(items.Count)];
        var text = Encoding.UTF8.GetString(body[item.Start..item.End]);
        var count = random.Next(40) switch { 0 => 6_000, < 4 => 1_000, _ => random.Next(2, 20) };
        var kind = random.Next(3);
        var copies = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            copies.Append(',').Append(kind switch
            {
                0 => text,
                1 => text.Replace("u", $"u{i}", StringComparison.Ordinal),
                _ => i % 2 == 0 ? "null" : text,
            });
        }

        return Insert(body, item.End, Encoding.UTF8.GetBytes(copies.ToString()));
    }

    private static byte[] Rename(byte[] body, JsonPlace member, Random random)
    {
        var name = Encoding.UTF8.GetString(body[(member.Start + 1)..(member.NameEnd - 1)]);
        var other = random.Next(6) switch
        {
            0 => name.ToUpperInvariant(),
            1 when name.Length > 0 => $"\\u{(int)name[0]:x4}{name[1..]}",
            2 => "",
            3 => "\\ud800",
            4 => name + "\\u0000",
            _ => OddValues.Text(random),
        };
        return [.. body[..(member.Start + 1)], .. Encoding.UTF8.GetBytes(other), .. body[(member.NameEnd - 1)..]];
    }

    private static byte[] Swap(byte[] body, JsonPlace one, JsonPlace other)
    {
        var (first, second) = one.Start <= other.Start ? (one, other) : (other, one);
        return first.End > second.Start ? body :
        [
            .. body[..first.Start], .. body[second.Start..second.End], .. body[first.End..second.Start],
            .. body[first.Start..first.End], .. body[second.End..],
        ];
    }

    // A member of another command, beside one of this.
    private static byte[] Graft(byte[] body, List<JsonPlace> places, Random random)
    {
        var members = places.FindAll(place => place.Kind == PlaceKind.Member);
        var other = Seeds.All[random.Next(Seeds.All.Count)].BodyFor(random);
        var others = JsonPlaces.In(other).FindAll(place => place.Kind == PlaceKind.Member);
        if (members.Count == 0)
        {
            return body;
        }

        var grafted = others[random.Next(others.Count)];
        return Insert(body, members[random.Next(members.Count)].End, [(byte)',', .. other[grafted.Start..grafted.End]]);
    }

    private static byte[] Insert(byte[] body, int at, byte[] bytes) => [.. body[..at], .. bytes, .. body[at..]];

    private static byte[] Replace(byte[] body, JsonPlace place, string text) =>
        [.. body[..place.Start], .. Encoding.UTF8.GetBytes(text), .. body[place.End..]];
}
