using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Subscriptions;

/// <summary>Signatures as Standard Webhooks 1.0.0 has them: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class WebhookSignature
{
    private const int MacBytes = 32;

    /// <summary>The value of <c>webhook-signature</c>: one for each key, with spaces between them.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Of(IEnumerable<byte[]> keys, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        Span<byte> mac = stackalloc byte[MacBytes];
        var signatures = new StringBuilder();
        foreach (var key in keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(head);
            hmac.AppendData(body);
            hmac.GetHashAndReset(mac);
            signatures.Append(signatures.Length == 0 ? "v1," : " v1,").Append(Convert.ToBase64String(mac));
        }

        return signatures.ToString();
    }
}
