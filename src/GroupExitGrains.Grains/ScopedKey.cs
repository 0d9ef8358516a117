namespace GroupExitGrains.Grains;

/// <summary>A vendor's id within its source, as a grain's key.</summary>
internal static class ScopedKey
{
    public static string Of(string source, string id) => $"{Uri.EscapeDataString(source)}/{id}";

    /// <exception cref="FormatException">It is not a key that <see cref="Of"/> makes.</exception>
    public static (string Source, string Id) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? (Uri.UnescapeDataString(key[..slash]), key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not a source and an id.");
    }
}
