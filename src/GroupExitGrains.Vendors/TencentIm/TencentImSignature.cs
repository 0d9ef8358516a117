using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>
/// <c>Sign</c> is the SHA-256 of token and <c>RequestTime</c>, in hexadecimal. It covers neither the body nor the rest of
/// the query, so the time is all that makes a captured pair useless.
/// </summary>
internal static class TencentImSignature
{
    private const int OrdinarySize = 512;

    /// <summary>One of the tokens made the signature. Takes as long whichever does, or none.</summary>
    public static bool IsBy(IReadOnlyList<string> tokens, string requestTime, string sign)
    {
        Span<byte> sent = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(sign, sent, out _, out var length) != OperationStatus.Done
            || length != sent.Length)
        {
            return false;
        }

        var matches = false;
        foreach (var token in tokens)
        {
            Hash(token, requestTime, expected);
            matches |= CryptographicOperations.FixedTimeEquals(sent, expected);
        }

        return matches;
    }

    private static void Hash(string token, string requestTime, Span<byte> hash)
    {
        var size = Encoding.UTF8.GetMaxByteCount(token.Length) + Encoding.UTF8.GetMaxByteCount(requestTime.Length);
        Span<byte> signed = size <= OrdinarySize ? stackalloc byte[OrdinarySize] : new byte[size];
        var length = Encoding.UTF8.GetBytes(token, signed);
        length += Encoding.UTF8.GetBytes(requestTime, signed[length..]);
        SHA256.HashData(signed[..length], hash);
    }

    /// <summary>The request time, in seconds since 1970, lies no further than the skew from the time of receipt.</summary>
    public static bool IsTimely(string requestTime, DateTimeOffset receivedAt, TimeSpan clockSkew) =>
        long.TryParse(requestTime, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (receivedAt - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= clockSkew;
}
