namespace GroupExitGrains.Fuzz;

/// <summary>An answer as it came.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? CallbackId => Headers.GetValueOrDefault("callback-id");

    /// <summary>The server itself has said it, before the request reached the program.</summary>
    public bool IsOfServer => CallbackId is null && !Headers.ContainsKey("request-id");

    public bool Closes => string.Equals(Headers.GetValueOrDefault("connection"), "close", StringComparison.OrdinalIgnoreCase);
}
