using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace GroupExitGrains.Web.Api;

/// <summary>Percent-encoding (RFC 3986) of UTF-8, read strictly and once. A plus is a plus.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a segment of a path, or says what is wrong with it.</summary>
    public static bool TryDecode(string encoded, [NotNullWhen(true)] out string? decoded, [NotNullWhen(false)] out string? fault)
    {
        (decoded, fault) = (null, null);
        var bytes = new ArrayBufferWriter<byte>(Math.Max(encoded.Length, 1));
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes);
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
            {
                fault = $"'%' at place {i + 1} of '{encoded}' is not followed by two hexadecimal digits; a percent sign itself is %25";
                return false;
            }

            bytes.Write([Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0]]);
            i += 2;
        }

        try
        {
            decoded = Strict.GetString(bytes.WrittenSpan);
            return true;
        }
        catch (DecoderFallbackException)
        {
            fault = $"'{encoded}' does not decode to UTF-8";
            return false;
        }
    }
}
