using System.Buffers;
using System.IO.Pipelines;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Overload;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>Reads a request's body whole, into memory of its exact size: it is kept as it came.</summary>
internal sealed class WebhookBody(GroupExitOptions options, TimeProvider time)
{
    /// <summary>
    /// The body, or why there is none. What is over the limit is read and dropped for a while, since many clients look for an
    /// answer only after they have sent all of their body.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The body ends early, is framed wrongly or comes too slowly.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The sender hung up.</exception>
    public async ValueTask<ArrivedBody> ReadAsync(HttpContext context, RequestShare share)
    {
        // The server's own limit would end the connection without an answer in the vendor's words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } serverLimit)
        {
            serverLimit.MaxRequestBodySize = null;
        }

        using var source = new BodySource(context, options.Limits.BodyWithin, time);
        try
        {
            return await ReadAsync(source, context.Request.ContentLength, share);
        }
        catch (OperationCanceledException) when (source.IsLate)
        {
            return new ArrivedBody(null, BodyFault.TooSlow);
        }
    }

    private async ValueTask<ArrivedBody> ReadAsync(BodySource source, long? declared, RequestShare share)
    {
        var limit = options.MaxBodyBytes;
        if (declared > limit)
        {
            await DrainAsync(source, dropped: 0, limit);
            return new ArrivedBody(null, BodyFault.TooLarge);
        }

        if (!share.HasRoomForBody(declared ?? 0))
        {
            return new ArrivedBody(null, BodyFault.NoRoom);
        }

        while (true)
        {
            var read = await source.ReadAsync();
            var buffer = read.Buffer;
            if (buffer.Length > limit)
            {
                var dropped = buffer.Length;
                source.Reader.AdvanceTo(buffer.End);
                share.DropBody();
                await DrainAsync(source, dropped, limit);
                return new ArrivedBody(null, BodyFault.TooLarge);
            }

            // What has arrived counts, not what is announced: that costs a sender nothing.
            if (!share.TryHold(buffer.Length))
            {
                source.Reader.AdvanceTo(buffer.End);
                share.DropBody();
                return new ArrivedBody(null, BodyFault.NoRoom);
            }

            if (read.IsCompleted)
            {
                var body = buffer.ToArray();
                source.Reader.AdvanceTo(buffer.End);
                return new ArrivedBody(body);
            }

            source.Reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static async Task DrainAsync(BodySource source, long dropped, int limit)
    {
        while (dropped <= 4L * limit)
        {
            var read = await source.ReadAsync();
            dropped += read.Buffer.Length;
            source.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>What a sender sends, until its time is up. The clock starts when there is first something to wait for.</summary>
    private sealed class BodySource(HttpContext context, TimeSpan within, TimeProvider time) : IDisposable
    {
        private CancellationTokenSource? _late;
        private CancellationTokenSource? _ended;

        public PipeReader Reader { get; } = context.Request.BodyReader;

        public bool IsLate => _late is { IsCancellationRequested: true };

        public ValueTask<ReadResult> ReadAsync() =>
            Reader.TryRead(out var read) ? ValueTask.FromResult(read) : Reader.ReadAsync(Deadline());

        public void Dispose()
        {
            _ended?.Dispose();
            _late?.Dispose();
        }

        private CancellationToken Deadline()
        {
            _late ??= new CancellationTokenSource(within, time);
            _ended ??= CancellationTokenSource.CreateLinkedTokenSource(_late.Token, context.RequestAborted);
            return _ended.Token;
        }
    }
}
