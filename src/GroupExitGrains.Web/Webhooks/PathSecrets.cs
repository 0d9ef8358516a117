using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>The path secrets of a source. Which of them matches, or how much of one, cannot be told from the time it takes.</summary>
internal sealed class PathSecrets(IEnumerable<string> secrets)
{
    private readonly byte[][] _digests = [.. secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))];

    /// <summary>The source has secrets.</summary>
    public bool Any => _digests.Length > 0;

    /// <summary>The presented segment is one of the secrets.</summary>
    public bool Match(string? presented)
    {
        if (presented is null)
        {
            return false;
        }

        // Digests are of one length, whatever the secrets' lengths are.
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), digest);
        var match = false;
        foreach (var secret in _digests)
        {
            match |= CryptographicOperations.FixedTimeEquals(digest, secret);
        }

        return match;
    }
}
