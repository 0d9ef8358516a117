using System.Buffers.Text;
using System.Security.Cryptography;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>A key that is being made: the only moment at which the key itself exists here.</summary>
/// <param name="Key">What its owner presents.</param>
/// <param name="Stored">What is kept of it.</param>
public sealed record NewKey(string Key, StoredKey Stored)
{
    private const string Prefix = "gxk_";
    private const int RandomBytes = 32;
    private const int LongestName = 100;

    /// <summary>Says what is wrong with what was asked for, or null if it is fine.</summary>
    public static string? Fault(string? name, IReadOnlyList<string> sources, DateTimeOffset? expiresAt, DateTimeOffset now, GroupExitOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
        {
            return $"name must have 1 to {LongestName} characters";
        }

        if (VendorId.Fault(name) is { } fault)
        {
            return $"name {fault}";
        }

        // A slip of the pen would make a key that opens nothing.
        return sources.FirstOrDefault(source => !options.Sources.ContainsKey(source)) is { } unknown ? $"no source '{unknown}' is configured"
            : expiresAt <= now ? "it would have expired already"
            : null;
    }

    /// <summary>Makes a key.</summary>
    public static NewKey Make(
        string name, AdminRole role, IEnumerable<string> sources, DateTimeOffset? expiresAt, string createdBy, DateTimeOffset now)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return new NewKey(key, new StoredKey(
            Guid.CreateVersion7(now).ToString("N"),
            name,
            role.Kebab(),
            [.. sources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            now.WholeMilliseconds(),
            createdBy,
            expiresAt?.WholeMilliseconds(),
            RevokedAt: null,
            EntryHash.Read(AdminKey.DigestOf(key))));
    }
}
