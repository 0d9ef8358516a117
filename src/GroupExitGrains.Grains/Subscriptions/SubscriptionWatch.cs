using GroupExitGrains.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Grains;

/// <summary>
/// Sees to it that every active subscription has a grain that delivers for it, from the start of a silo on: one whose silo died
/// is somewhere else as soon as the others are sure of that, and a change whose maker could not tell the grain reaches it too.
/// </summary>
internal sealed partial class SubscriptionWatch(
    ISubscriptions subscriptions, IGrainFactory grains, TimeProvider time, ILogger<SubscriptionWatch> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, SubscriptionMark> _told = new(StringComparer.Ordinal);
    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(stoppingToken);
                _isAway = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_isAway)
                {
                    LogAway(fault);
                }

                _isAway = true;
            }

            await Task.Delay(s_every, time, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var marks = await subscriptions.MarksAsync(stop);
        var gone = _told.Keys.Except(marks.Select(mark => mark.Id)).ToList();
        var told = await Task.WhenAll(
            marks.Where(IsToBeTold).Select(mark => TellAsync(mark.Id, grain => grain.EnsureAsync(mark.Revision)))
                .Concat(gone.Select(id => TellAsync(id, grain => grain.LookAsync()))));
        var failed = told.OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var mark in marks.Where(mark => !failed.Contains(mark.Id)))
        {
            _told[mark.Id] = mark;
        }

        foreach (var id in gone.Where(id => !failed.Contains(id)))
        {
            _told.Remove(id);
        }
    }

    // Those that are not active have no grain, once they were told.
    private bool IsToBeTold(SubscriptionMark mark) =>
        mark.State == SubscriptionState.Active || (_told.TryGetValue(mark.Id, out var told) && told != mark);

    /// <summary>The subscription's id if its grain could not be told; it is told again then.</summary>
    private async Task<string?> TellAsync(string id, Func<ISubscriptionGrain, Task> tell)
    {
        try
        {
            await tell(grains.GetGrain<ISubscriptionGrain>(id));
            return null;
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalDamagedException or OrleansException or TimeoutException)
        {
            LogNotTold(fault, id);
            return id;
        }
    }

    [LoggerMessage(4211, LogLevel.Warning, "The subscriptions cannot be looked at now; they are again every few seconds")]
    private partial void LogAway(Exception fault);

    [LoggerMessage(4212, LogLevel.Debug, "The grain of subscription {Id} does not answer; it is asked again in a few seconds")]
    private partial void LogNotTold(Exception fault, string id);
}
