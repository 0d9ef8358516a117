using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Receiving;

/// <summary>Tells requests that were signed with one of our secrets from all others.</summary>
internal static class WebhookVerifier
{
    private const long ToleranceSeconds = 300;

    /// <param name="secrets">whsec_...; two while one is rotated.</param>
    /// <param name="header">The value of a header; null if it is absent.</param>
    /// <param name="body">The body as it came, before anything parsed it.</param>
    /// <param name="now">The time.</param>
    public static bool IsGenuine(IEnumerable<string> secrets, Func<string, string?> header, byte[] body, DateTimeOffset now)
    {
        var (id, timestamp) = (header("webhook-id") ?? "", header("webhook-timestamp") ?? "");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds < now.ToUnixTimeSeconds() - ToleranceSeconds
            || seconds > now.ToUnixTimeSeconds() + ToleranceSeconds)
        {
            return false;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var given = (header("webhook-signature") ?? "").Split(' ').Select(Encoding.UTF8.GetBytes).ToList();
        foreach (var secret in secrets)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            if (given.Exists(one => CryptographicOperations.FixedTimeEquals(one, expected)))
            {
                return true;
            }
        }

        return false;
    }
}
