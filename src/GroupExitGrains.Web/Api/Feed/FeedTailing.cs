using GroupExitGrains.Membership;
using GroupExitGrains.Web.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

/// <summary>Reads the end of the journal while somebody follows it.</summary>
internal sealed partial class FeedTailing(
    AuditFeed feed, IHistory history, ReaderLags lags, TimeProvider time, ILogger<FeedTailing> logger) : BackgroundService
{
    private readonly ReaderLag _lag = lags.Of("feed");
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly AuditQuery Last = new() { Limit = 1 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var away = false;
        while (true)
        {
            if (feed.Joined is { IsCompleted: false } joined)
            {
                // Nobody waits for anything.
                _lag.CaughtUp();
                await joined.WaitAsync(stoppingToken);
            }

            try
            {
                var moved = await MoveAsync(stoppingToken);
                away = false;
                if (moved)
                {
                    _lag.Behind();
                }
                else
                {
                    _lag.CaughtUp();
                    await Task.Delay(Pause, time, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Readers wait; nothing is skipped, since positions say where to go on.
                if (!away)
                {
                    LogAway(exception);
                }

                away = true;
                _lag.Behind();
                await Task.Delay(PauseAfterFailure, time, stoppingToken);
            }
        }
    }

    /// <summary>Reads what is new; false if nothing is.</summary>
    private async Task<bool> MoveAsync(CancellationToken cancellationToken)
    {
        if (feed.Tail is not { } tail)
        {
            feed.Restart((await history.PageAsync(Last, cancellationToken)).Items is [var last] ? last.Position : 0);
            return false;
        }

        var page = await history.PageAsync(
            new AuditQuery { Ascending = true, After = tail, Limit = AuditQuery.MaxLimit }, cancellationToken);
        if (page.Items.Count > 0)
        {
            feed.Add(page.Items);
        }

        return page.Next is not null;
    }

    [LoggerMessage(141, LogLevel.Warning, "The end of the journal cannot be read. Those who follow it wait.")]
    private partial void LogAway(Exception exception);
}
