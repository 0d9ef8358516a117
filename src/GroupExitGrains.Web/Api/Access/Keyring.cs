using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Every key that opens the admin API.</summary>
internal sealed class Keyring(AdminKeys configured, StoredKeys stored, TimeProvider time)
{
    /// <summary>The key that was presented, which may have expired; null if it is none.</summary>
    /// <exception cref="JournalUnavailableException">It is none in the settings, and the others cannot be told.</exception>
    public ValueTask<AdminKey?> FindAsync(string presented) => FindAsync(AdminKey.DigestOf(presented));

    /// <summary>The key that has a digest, which may have expired; null if none has.</summary>
    /// <exception cref="JournalUnavailableException">It is none in the settings, and the others cannot be told.</exception>
    public async ValueTask<AdminKey?> FindAsync(byte[] digest)
    {
        // Those in the settings need no database, which may be what somebody comes to look after.
        if (AdminKeys.Find(configured.All, digest) is { } key)
        {
            return key;
        }

        return await stored.LiveAsync() is { } live
            ? AdminKeys.Find(live, digest)
            : throw new JournalUnavailableException("The admin keys cannot be read.");
    }

    /// <summary>A key that was let in would be let in now, too, as far as that can be told: an answer may take hours.</summary>
    public async ValueTask<bool> StillOpensAsync(AdminKey key)
    {
        if (key.ExpiresAt <= time.GetUtcNow())
        {
            return false;
        }

        return key.Id is not { } id || await stored.LiveAsync() is not { } live || live.Any(other => other.Id == id);
    }
}
