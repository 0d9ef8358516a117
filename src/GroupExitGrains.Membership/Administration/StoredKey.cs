namespace GroupExitGrains.Membership;

/// <summary>A key to the admin API as it is kept.</summary>
/// <param name="Id">Names it for good; ids ascend with time.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">What it may do: <c>reader</c>, <c>operator</c> or <c>admin</c>.</param>
/// <param name="Sources">The sources it is limited to; empty: none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">From when on it is refused; absent: never.</param>
/// <param name="RevokedAt">When it was revoked; absent if it was not.</param>
/// <param name="Digest">SHA-256 of the key. A key has 256 random bits, so nothing slower than a plain hash is needed.</param>
public sealed record StoredKey(
    string Id,
    string Name,
    string Role,
    IReadOnlyList<string> Sources,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    EntryHash Digest);
