using System.Security.Cryptography;
using System.Text;
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
        _digest = Digest(key);
    }

    internal AdminKey(AdminKeyOptions options)
        : this(options.Name, options.Key, options.Role ?? AdminRole.Reader)
    {
    }

    /// <summary>Whose it is.</summary>
    public string Name { get; }

    /// <summary>What it may do.</summary>
    public AdminRole Role { get; }

    internal static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    internal bool HasDigest(ReadOnlySpan<byte> digest) => CryptographicOperations.FixedTimeEquals(_digest, digest);
}
