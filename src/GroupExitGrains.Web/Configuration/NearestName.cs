namespace GroupExitGrains.Web.Configuration;

/// <summary>Guesses which name a misspelled one was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The likeliest of the names, or null if none is like it.</summary>
    public static string? Of(string given, IEnumerable<string> names)
    {
        var nearest = names
            .Select(name => (Name: name, Distance: Distance(given.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();

        return nearest.Name is not null && nearest.Distance <= Math.Max(1, nearest.Name.Length / 3) ? nearest.Name : null;
    }

    // Levenshtein's distance: the fewest characters to insert, delete or replace.
    private static int Distance(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        var current = new int[to.Length + 1];
        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
