using GroupExitGrains.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Delivers for every active subscription in this process. Where several processes share a journal, each subscription is
/// delivered by one of them, and by another one seconds after that is gone.
/// </summary>
public sealed partial class LocalSubscriptions(
    ISubscriptions subscriptions, SubscriptionRunning running, TimeProvider time, ILogger<LocalSubscriptions> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private bool _isAway;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(s_every, time, stoppingToken);
            }
        }
        finally
        {
            foreach (var one in _running.Values)
            {
                await one.Stop.CancelAsync();
            }

            await Task.WhenAll(_running.Values.Select(one => one.Task));
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        IReadOnlyList<SubscriptionMark> marks;
        try
        {
            marks = await subscriptions.MarksAsync(stop);
            _isAway = false;
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            if (!_isAway)
            {
                LogAway(fault);
            }

            _isAway = true;
            return;
        }

        var active = marks.Where(mark => mark.State == SubscriptionState.Active).ToDictionary(mark => mark.Id);
        foreach (var (id, one) in _running.ToList())
        {
            if (one.Task.IsCompleted)
            {
                one.Stop.Dispose();
                _running.Remove(id);
            }
            else if (!active.TryGetValue(id, out var mark) || mark.Revision != one.Revision)
            {
                await one.Stop.CancelAsync();
            }
        }

        foreach (var mark in active.Values.Where(mark => !_running.ContainsKey(mark.Id)))
        {
            var stopOne = new CancellationTokenSource();
            _running.Add(mark.Id, new Running(mark.Revision, stopOne, Task.Run(() => RunAsync(mark.Id, stopOne.Token), CancellationToken.None)));
        }
    }

    private async Task RunAsync(string id, CancellationToken stop)
    {
        try
        {
            await running.RunAsync(id, stop);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            LogFailed(fault, id);
        }
        catch (OperationCanceledException)
        {
            // It was told to.
        }
    }

    [LoggerMessage(610, LogLevel.Warning, "The subscriptions cannot be read now; they are asked for again every second")]
    private partial void LogAway(Exception fault);

    [LoggerMessage(611, LogLevel.Warning, "Subscription {Id} could not be taken up; it is tried again in a second")]
    private partial void LogFailed(Exception fault, string id);

    private sealed record Running(long Revision, CancellationTokenSource Stop, Task Task);
}
