using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>Lets go of rejections that are too old. The bounds of size are kept whenever one is added.</summary>
internal sealed partial class RejectionUpkeep(
    IRejections rejections, GroupExitOptions options, TimeProvider time, ILogger<RejectionUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await DropAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DropAsync(CancellationToken cancellationToken)
    {
        try
        {
            var dropped = await rejections.DropAsync(time.GetUtcNow() - options.Rejections.MaxAge, cancellationToken);
            if (dropped > 0)
            {
                LogDropped(dropped, options.Rejections.MaxAge);
            }
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalDamagedException)
        {
            LogNotDropped(fault);
        }
    }

    [LoggerMessage(121, LogLevel.Information, "Let go of {Count} rejections older than {MaxAge}")]
    private partial void LogDropped(int count, TimeSpan maxAge);

    [LoggerMessage(122, LogLevel.Warning, "Old rejections could not be let go of; the next minute tries again")]
    private partial void LogNotDropped(Exception fault);
}
