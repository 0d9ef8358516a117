using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Grains;

/// <summary>
/// Delivers for a subscription for as long as it is active, on whichever silo the grain is. A second activation, which Orleans
/// does not rule out, is refused by storage, where the subscription is held by one.
/// </summary>
[GrainType("subscription")]
[KeepAlive]
internal sealed partial class SubscriptionGrain(
    ISubscriptions subscriptions, SubscriptionRunning running, ILogger<SubscriptionGrain> logger)
    : Grain, ISubscriptionGrain, IRemindable
{
    private const string Deliver = "deliver";

    /// <summary>The shortest that Orleans has. Silos look after their subscriptions much more often while there is one.</summary>
    private static readonly TimeSpan s_reminded = TimeSpan.FromMinutes(1);

    /// <summary>How long it takes to start again after it ended by itself, or storage was away.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private IGrainTimer? _timer;
    private Run? _run;
    private bool _isReminded;
    private bool _isAway;

    public async Task LookAsync()
    {
        var id = this.GetPrimaryKeyString();
        var marks = await subscriptions.MarksAsync(CancellationToken.None);
        if (marks.FirstOrDefault(mark => mark.Id == id) is not { State: SubscriptionState.Active } mark)
        {
            await RestAsync();
            return;
        }

        _timer ??= this.RegisterGrainTimer(
            LookAgainAsync, new GrainTimerCreationOptions { DueTime = s_again, Period = s_again, KeepAlive = true });
        if (_run is { Task.IsCompleted: true })
        {
            _run.Stop.Dispose();
            _run = null;
        }

        if (_run is null)
        {
            _run = Start(id, mark.Revision);
        }
        else if (_run.Revision != mark.Revision)
        {
            // It starts again, as it is now, when what is under way has ended.
            await _run.Stop.CancelAsync();
        }

        if (!_isReminded)
        {
            await this.RegisterOrUpdateReminder(Deliver, s_reminded, s_reminded);
            _isReminded = true;
        }
    }

    public Task EnsureAsync(long revision) =>
        _isReminded && _run is { Task.IsCompleted: false } run && run.Revision >= revision ? Task.CompletedTask : LookAsync();

    public Task ReceiveReminder(string reminderName, TickStatus status) => LookOrWaitAsync();

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_run is { } run)
        {
            await run.Stop.CancelAsync();
            await run.Task.WaitAsync(cancellationToken);
        }
    }

    private Task LookAgainAsync(CancellationToken cancellationToken) =>
        _run is { Task.IsCompleted: false } ? Task.CompletedTask : LookOrWaitAsync();

    private async Task LookOrWaitAsync()
    {
        try
        {
            await LookAsync();
            _isAway = false;
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalDamagedException or OrleansException)
        {
            if (!_isAway)
            {
                LogAway(fault, this.GetPrimaryKeyString());
            }

            _isAway = true;
        }
    }

    private async Task RestAsync()
    {
        if (_run is { } run)
        {
            await run.Stop.CancelAsync();
        }

        if (await this.GetReminder(Deliver) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        _isReminded = false;
        DeactivateOnIdle();
    }

    private Run Start(string id, long revision)
    {
        var stop = new CancellationTokenSource();

        // Away from the grain's scheduler: calls to the grain do not wait for what is being delivered.
        var run = new Run(revision, stop, Task.Run(() => RunAsync(id, stop.Token), CancellationToken.None));
        _ = StartAnewAfterAsync(run);
        return run;
    }

    private async Task StartAnewAfterAsync(Run run)
    {
        await run.Task;
        if (run.Stop.IsCancellationRequested)
        {
            // Whoever stopped it to change it does not wait for the timer.
            _timer?.Change(TimeSpan.Zero, s_again);
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

    [LoggerMessage(4201, LogLevel.Warning, "Subscription {Id} could not be looked at; it is looked at again")]
    private partial void LogAway(Exception fault, string id);

    [LoggerMessage(4202, LogLevel.Warning, "Subscription {Id} could not be taken up; it is tried again in a second")]
    private partial void LogFailed(Exception fault, string id);

    private sealed record Run(long Revision, CancellationTokenSource Stop, Task Task);
}
