namespace GroupExitGrains.Web.Api;

/// <summary>The keys that open the admin API. Without any, nobody gets in.</summary>
/// <param name="keys">The keys.</param>
public sealed class AdminKeys(IEnumerable<AdminKey> keys)
{
    private readonly AdminKey[] _keys = [.. keys];

    /// <summary>The key that was presented; null if it is none of these.</summary>
    public AdminKey? Find(string presented)
    {
        ArgumentNullException.ThrowIfNull(presented);

        // Every key is looked at, so that the time taken says neither which one fits nor how much of it does.
        var digest = AdminKey.Digest(presented);
        AdminKey? found = null;
        foreach (var key in _keys)
        {
            found = key.HasDigest(digest) ? key : found;
        }

        return found;
    }
}
