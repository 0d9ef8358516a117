using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GroupExitGrains.Web.Api;

/// <summary>Reads the body of an import: whole, since it is kept as it came.</summary>
internal static class ImportBody
{
    private const int FirstGuess = 64 * 1024;

    /// <exception cref="ProblemException">The body is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // The server's own limit is for callbacks, which are smaller.
            limit.MaxRequestBodySize = maxBytes;
        }

        if (context.Request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var reader = context.Request.BodyReader;
        var body = new ArrayBufferWriter<byte>((int)Math.Max(1, context.Request.ContentLength ?? FirstGuess));
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (body.WrittenCount + read.Buffer.Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }

            foreach (var part in read.Buffer)
            {
                body.Write(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return body.WrittenMemory;
            }
        }
    }

    private static ProblemException TooLarge(int maxBytes) =>
        Problems.ContentTooLarge.Exception($"The body has more than {maxBytes} bytes.");
}
