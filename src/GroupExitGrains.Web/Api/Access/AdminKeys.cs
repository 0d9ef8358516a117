namespace GroupExitGrains.Web.Api;

/// <summary>Keys that open the admin API: those in the settings.</summary>
/// <param name="keys">The keys.</param>
public sealed class AdminKeys(IEnumerable<AdminKey> keys)
{
    /// <summary>The keys.</summary>
    public IReadOnlyList<AdminKey> All { get; } = [.. keys];

    /// <summary>The key that was presented; null if it is none of these.</summary>
    public AdminKey? Find(string presented)
    {
        ArgumentNullException.ThrowIfNull(presented);
        return Find(All, AdminKey.DigestOf(presented));
    }

    /// <summary>The key among some that has a digest; null if none has.</summary>
    internal static AdminKey? Find(IReadOnlyList<AdminKey> keys, ReadOnlySpan<byte> digest)
    {
        // Every key is looked at, so that the time taken says neither which one fits nor how much of it does.
        AdminKey? found = null;
        foreach (var key in keys)
        {
            found = key.HasDigest(digest) ? key : found;
        }

        return found;
    }
}
