namespace GroupExitGrains.Subscriptions;

/// <summary>The JSON schemas of what is sent. What a schema with a number says never changes.</summary>
public static class EventSchemas
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["audit-entry-1.json", "event-1.json"];

    /// <summary>The text of a schema.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(EventSchemas).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no schema {name}.", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
