using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>A key to the admin API. Only its digest is kept.</summary>
public sealed class AdminKey
{
    private readonly byte[] _digest;

    /// <summary>Creates a key.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="key">What the caller presents.</param>
    /// <param name="role">What it may do.</param>
    public AdminKey(string name, string key, AdminRole role)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Name = name;
        Role = role;
        _digest = DigestOf(key);
    }

    internal AdminKey(AdminKeyOptions options)
    {
        Name = options.Name;
        Role = options.Role ?? AdminRole.Reader;
        Scope = new SourceScope(options.Sources);
        ExpiresAt = options.ExpiresAt;
        _digest = options.Digest;
    }

    internal AdminKey(StoredKey key)
    {
        Id = key.Id;
        Name = key.Name;

        // A role that a later release has made is not known to allow anything but what every role does.
        Role = Kebab<AdminRole>.TryRead(key.Role, out var role) ? role : AdminRole.Reader;
        Scope = new SourceScope(key.Sources);
        ExpiresAt = key.ExpiresAt;
        _digest = key.Digest.ToByteArray();
    }

    /// <summary>Its id; absent for a key from the settings.</summary>
    public string? Id { get; }

    /// <summary>Whose it is.</summary>
    public string Name { get; }

    /// <summary>What it may do.</summary>
    public AdminRole Role { get; }

    /// <summary>The sources it is limited to.</summary>
    public SourceScope Scope { get; } = SourceScope.Everything;

    /// <summary>From when on it is refused; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    internal string DigestText => Convert.ToHexStringLower(_digest);

    internal static byte[] DigestOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    internal bool HasDigest(ReadOnlySpan<byte> digest) => CryptographicOperations.FixedTimeEquals(_digest, digest);
}
