using GroupExitGrains.Membership;
using Microsoft.Extensions.Hosting;

namespace GroupExitGrains.Web.Api;

/// <summary>For readers that cannot hold a stream open: an answer is held back until there is something in it.</summary>
internal sealed class LongPoll(AuditFeed feed, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Asks, and asks again once something came that the filters admit; an empty page when the time is over.</summary>
    public async Task<Page<AuditEntry>> AskAsync(
        Func<Task<Page<AuditEntry>>> ask,
        AuditQuery query,
        SourceScope scope,
        long after,
        TimeSpan wait,
        CancellationToken cancellationToken)
    {
        using var reading = feed.Join();
        var start = time.GetTimestamp();
        var filter = new FeedFilter(query, scope);
        var seen = feed.Tail;
        var page = await ask();
        while (page.Items.Count == 0 && wait - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            after = Math.Max(after, seen ?? after);
            if (!await AnythingAsync(filter, after, left, stop.Token))
            {
                break;
            }

            seen = feed.Tail;
            page = await ask();
        }

        return page;
    }

    /// <summary>True as soon as something may have come that the filter admits; false when the time is over.</summary>
    private async Task<bool> AnythingAsync(FeedFilter filter, long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (wait - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            if (feed.Behind(after) is not { } events || events.Any(known => filter.Admits(known.Audit)))
            {
                // Far behind, or there it is. Not known yet where the journal ends: that is known soon.
                if (feed.Tail is not null)
                {
                    return true;
                }
            }
            else if (events.Count > 0)
            {
                after = events[^1].Audit.Position;
            }

            try
            {
                await feed.BeyondAsync(feed.Tail is null ? null : after).WithinAsync(left, time, cancellationToken);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return false;
            }
        }

        return false;
    }
}
