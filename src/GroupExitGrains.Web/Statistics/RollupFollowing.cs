using GroupExitGrains.Membership;
using GroupExitGrains.Web.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Statistics;

/// <summary>
/// Keeps the counts up with the journal. Every process of a cluster does; storage sees to it that each entry is counted once.
/// With much to do it takes a step at a time and then rests for several times as long, so that callbacks come first, on a slow
/// machine as on a fast one: under a heavy load the counts fall behind, and catch up.
/// </summary>
internal sealed partial class RollupFollowing(
    IRollups rollups, ReaderLags lags, TimeProvider time, ILogger<RollupFollowing> logger) : BackgroundService
{
    // At most a quarter of a process's time goes to counting: the database may have no more than two processors.
    private const int RestsPerStep = 3;
    private static readonly TimeSpan PauseBehind = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PauseAtEnd = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly ReaderLag _lag = lags.Of("rollups");
    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(await AdvanceAsync(stoppingToken), time, stoppingToken);
        }
    }

    private async Task<TimeSpan> AdvanceAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var isBehind = await rollups.AdvanceAsync(cancellationToken);
            _isAway = false;
            if (isBehind)
            {
                _lag.Behind();
                return PauseAfter(time.GetElapsedTime(started));
            }

            _lag.CaughtUp();
            return PauseAtEnd;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The next attempt goes on where the last one that succeeded came to.
            if (!_isAway)
            {
                LogBehind(exception);
            }

            _isAway = true;
            _lag.Behind();
            return PauseAfterFailure;
        }
    }

    // A step that took very long has waited for something, most of the time, rather than counted.
    private static TimeSpan PauseAfter(TimeSpan step) => step * RestsPerStep is var rest && rest < PauseBehind ? PauseBehind
        : rest > PauseAfterFailure ? PauseAfterFailure
        : rest;

    [LoggerMessage(161, LogLevel.Warning, "The statistics cannot be carried on now; they will catch up.")]
    private partial void LogBehind(Exception exception);
}
