using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Grains;

/// <summary>Wakes the groups that have a callback in parts; a group that is at it already is not disturbed.</summary>
[GrainType("pending-callbacks")]
internal sealed partial class PendingCallbacksGrain(IJournal journal, ILogger<PendingCallbacksGrain> logger)
    : Grain, IPendingCallbacksGrain, IRemindable
{
    private const string Sweep = "sweep";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async Task StartAsync()
    {
        await this.RegisterOrUpdateReminder(Sweep, Period, Period);
        await SweepAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => SweepAsync();

    private async Task SweepAsync()
    {
        IReadOnlyList<GroupKey> groups;
        try
        {
            groups = await journal.PendingGroupsAsync(CancellationToken.None);
        }
        catch (JournalUnavailableException exception)
        {
            LogNotSwept(logger, exception);
            return;
        }

        foreach (var group in groups)
        {
            await ResumeAsync(group);
        }
    }

    private async Task ResumeAsync(GroupKey group)
    {
        try
        {
            await GrainFactory.GetGrain<IGroupGrain>(GroupGrainKey.Of(group)).ResumeAsync();
        }
        catch (Exception exception) when (exception is JournalUnavailableException or OrleansException or TimeoutException)
        {
            LogNotResumed(logger, exception, group);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Could not look for callbacks in parts; the next sweep will.")]
    private static partial void LogNotSwept(ILogger logger, Exception exception);

    [LoggerMessage(4102, LogLevel.Warning, "Could not take up the callback of {Group} that is in parts; the next sweep will.")]
    private static partial void LogNotResumed(ILogger logger, Exception exception, GroupKey group);
}
