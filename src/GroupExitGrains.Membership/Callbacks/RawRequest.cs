namespace GroupExitGrains.Membership;

/// <summary>A request as it came, without secrets: never a path secret, a signature or a credential.</summary>
/// <param name="Query">The query without its question mark and without <c>Sign</c>; empty if there was none.</param>
/// <param name="Headers">Chosen headers, in the order they are kept: names in lower case, values as sent.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record RawRequest(
    string Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body);
