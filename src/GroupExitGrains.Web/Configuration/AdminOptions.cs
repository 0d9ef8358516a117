using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Web.Configuration;

/// <summary>Who may use the admin API.</summary>
public sealed class AdminOptions
{
    /// <summary>The keys that are accepted.</summary>
    public List<AdminKeyOptions> Keys { get; } = [];

    /// <summary>The largest body of an import, in bytes, 1 KiB to 1 GiB. It is held in memory. Default 256 MiB.</summary>
    public int MaxImportBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The most members that an import may list, 1 to 10,000,000. Default 1,000,000.</summary>
    public int MaxImportMembers { get; init; } = 1_000_000;

    /// <summary>
    /// How often an address may present a wrong key within a minute, 1 to 1,000,000, before it is not listened to for the rest
    /// of that minute. Default 10.
    /// </summary>
    public int FailedAttemptsPerMinute { get; init; } = 10;
}

/// <summary>A key to the admin API.</summary>
public sealed class AdminKeyOptions
{
    /// <summary>Whose key it is: what logs and records say. Required, unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key: visible ASCII, sent as <c>Authorization: Bearer</c>. Unique. This or <see cref="KeyHash"/> is required.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The SHA-256 of the key, 64 hexadecimal digits, in place of the key itself. Only for keys of many random bits: whoever
    /// reads the settings can try guesses against a plain hash as fast as a machine hashes.
    /// </summary>
    public string? KeyHash { get; init; }

    /// <summary>What it may do. Required.</summary>
    public AdminRole? Role { get; init; }

    /// <summary>The sources it is limited to; all if empty.</summary>
    public List<string> Sources { get; } = [];

    /// <summary>From when on it is refused, with an offset, for example <c>2027-01-01T00:00:00Z</c>; never if absent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The SHA-256 of the key.</summary>
    internal byte[] Digest => KeyHash is null ? SHA256.HashData(Encoding.UTF8.GetBytes(Key ?? "")) : Convert.FromHexString(KeyHash);
}

/// <summary>What a key may do. Each role may do what the ones before it may.</summary>
public enum AdminRole
{
    /// <summary>Read.</summary>
    Reader,

    /// <summary>Import members, replay rejections.</summary>
    Operator,

    /// <summary>Everything.</summary>
    Admin,
}
