using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>A key, without the key itself.</summary>
/// <param name="Id">Its id; absent for one from the settings.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Sources">The sources it is limited to; all if empty.</param>
/// <param name="State">Whether it opens anything.</param>
/// <param name="Origin">Where it is kept.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
/// <param name="RevokedAt">When it was revoked.</param>
internal sealed record KeyView(
    string? Id,
    string Name,
    string Role,
    IReadOnlyList<string> Sources,
    KeyState State,
    KeyOrigin Origin,
    DateTimeOffset? CreatedAt,
    string? CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt)
{
    public static KeyView Of(StoredKey key, DateTimeOffset now) => new(
        key.Id,
        key.Name,
        key.Role,
        key.Sources,
        key.RevokedAt is not null ? KeyState.Revoked : StateOf(key.ExpiresAt, now),
        KeyOrigin.Stored,
        key.CreatedAt,
        key.CreatedBy,
        key.ExpiresAt,
        key.RevokedAt);

    public static KeyView Of(AdminKey key, DateTimeOffset now) => new(
        null, key.Name, key.Role.Kebab(), key.Scope.Names, StateOf(key.ExpiresAt, now), KeyOrigin.Settings, null, null, key.ExpiresAt, null);

    private static KeyState StateOf(DateTimeOffset? expiresAt, DateTimeOffset now) =>
        expiresAt <= now ? KeyState.Expired : KeyState.Live;
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">The key itself. It is kept nowhere and shown this once.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Sources">The sources it is limited to; all if empty.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
internal sealed record NewKeyView(
    string Key, string Id, string Name, string Role, IReadOnlyList<string> Sources, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>What a key is asked for with.</summary>
/// <param name="Name">Whose it is: 1 to 100 characters.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Sources">The sources it is limited to; all if absent or empty.</param>
/// <param name="ExpiresAt">From when on it is refused; never if absent.</param>
internal sealed record KeyRequest(string? Name, AdminRole? Role, IReadOnlyList<string>? Sources, string? ExpiresAt);

/// <summary>Whether a key opens anything.</summary>
internal enum KeyState
{
    /// <summary>It does.</summary>
    Live,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody revoked it.</summary>
    Revoked,
}

/// <summary>Where a key is kept.</summary>
internal enum KeyOrigin
{
    /// <summary>In the settings.</summary>
    Settings,

    /// <summary>In the database.</summary>
    Stored,
}
