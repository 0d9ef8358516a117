using System.Buffers;
using System.Text;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Writes the feed to one reader: what it has missed from the journal, then what comes. Nothing is kept for a reader, so a slow
/// one costs no memory; one that takes nothing for a while is dropped, and goes on from where it was when it comes back.
/// </summary>
internal sealed partial class AuditStream(
    AuditFeed feed,
    IHistory history,
    IGroups groups,
    IUsers users,
    Keyring keys,
    IOptions<JsonOptions> json,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AuditStream> logger)
{
    public const string ContentType = "text/event-stream";

    /// <summary>How often a reader hears of it if nothing happens: proxies cut connections that are silent for a minute.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may take nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Sends events until the reader leaves, its key opens the API no more, or this process stops.</summary>
    /// <param name="context">The request.</param>
    /// <param name="query">The filters.</param>
    /// <param name="scope">The sources that may be seen.</param>
    /// <param name="start">The position behind which to start; null to start with what comes.</param>
    public async Task SendAsync(HttpContext context, AuditQuery query, SourceScope scope, long? start)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var reading = feed.Join();
        context.Response.ContentType = ContentType;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            if (start is null)
            {
                await feed.BeyondAsync(null).WaitAsync(stop.Token);
            }

            await SendAsync(context, query, scope, start ?? feed.Tail!.Value, stop.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The reader finds the end of the stream, and comes back to another process.
        }
        catch (TimeoutException)
        {
            LogDropped(context.Connection.RemoteIpAddress, Patience);
            context.Abort();
        }
    }

    private async Task SendAsync(
        HttpContext context, AuditQuery query, SourceScope scope, long position, CancellationToken cancellationToken)
    {
        var filter = new FeedFilter(query, scope);
        var key = context.AdminKey() ?? throw new InvalidOperationException("A stream is opened only with a key.");

        // A reader that is cut off before the first event comes back to here.
        await WriteAsync(context, Encoding.ASCII.GetBytes($"retry: 1000\nid: {position}\n\n"), cancellationToken);
        while (await keys.StillOpensAsync(key))
        {
            if (feed.Behind(position) is not { } events)
            {
                position = await CatchUpAsync(context, query, scope, position, cancellationToken);
            }
            else if (events.Count > 0)
            {
                foreach (var known in events.Where(known => filter.Admits(known.Audit)))
                {
                    context.Response.BodyWriter.Write(known.Frame.Span);
                }

                position = events[^1].Audit.Position;
                await FlushAsync(context, cancellationToken);
            }
            else if (!await feed.BeyondAsync(position).WithinAsync(Heartbeat, time, cancellationToken))
            {
                await WriteAsync(context, Encoding.ASCII.GetBytes($": nothing new\nid: {position}\n\n"), cancellationToken);
            }
        }
    }

    /// <summary>Sends what is in the journal and not at hand any more; the position up to which that is all.</summary>
    private async Task<long> CatchUpAsync(
        HttpContext context, AuditQuery query, SourceScope scope, long position, CancellationToken cancellationToken)
    {
        await feed.BeyondAsync(null).WaitAsync(cancellationToken);
        var tail = feed.Tail!.Value;
        var cursor = new AuditCursor(history, groups, users, query, scope, position);
        while (true)
        {
            Page<AuditEntry> page;
            try
            {
                page = await cursor.NextAsync(cancellationToken);
            }
            catch (JournalUnavailableException exception)
            {
                LogWaiting(exception);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                continue;
            }

            foreach (var entry in page.Items)
            {
                context.Response.BodyWriter.Write(new FeedEvent(entry, json.Value.SerializerOptions).Frame.Span);
                position = entry.Position;
            }

            await FlushAsync(context, cancellationToken);
            if (page.Next is null)
            {
                return Math.Max(position, tail);
            }
        }
    }

    private Task WriteAsync(HttpContext context, ReadOnlySpan<byte> text, CancellationToken cancellationToken)
    {
        context.Response.BodyWriter.Write(text);
        return FlushAsync(context, cancellationToken);
    }

    private async Task FlushAsync(HttpContext context, CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.FlushAsync(cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken);

    [LoggerMessage(142, LogLevel.Information, "A reader of the feed at {RemoteAddress} took nothing for {Patience} and was dropped.")]
    private partial void LogDropped(System.Net.IPAddress? remoteAddress, TimeSpan patience);

    [LoggerMessage(143, LogLevel.Debug, "A reader of the feed waits for the journal.")]
    private partial void LogWaiting(Exception exception);
}
