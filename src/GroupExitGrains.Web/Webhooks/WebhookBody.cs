using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>Reads a request's body whole, into memory of its exact size: it is kept as it came.</summary>
internal static class WebhookBody
{
    /// <summary>
    /// The body; null if it is longer than <paramref name="limit"/>. What is over the limit is read and dropped for a
    /// while, since many clients look for an answer only after they have sent all of their body.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The body ends early, is framed wrongly or comes too slowly.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context, int limit)
    {
        // The server's own limit would end the connection without an answer in the vendor's words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } serverLimit)
        {
            serverLimit.MaxRequestBodySize = null;
        }

        var reader = context.Request.BodyReader;
        if (context.Request.ContentLength > limit)
        {
            await DrainAsync(reader, limit, context.RequestAborted);
            return null;
        }

        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.End);
                await DrainAsync(reader, limit, context.RequestAborted);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static async Task DrainAsync(PipeReader reader, int limit, CancellationToken cancellationToken)
    {
        long dropped = 0;
        while (dropped <= 4L * limit)
        {
            var read = await reader.ReadAsync(cancellationToken);
            dropped += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
