using GroupExitGrains.Membership;

namespace GroupExitGrains.Standalone;

/// <summary>
/// Takes up what the last process left half appended, then lets go of ledgers that nobody has asked for in a while.
/// </summary>
internal sealed partial class GroupUpkeep(
    LocalGroups groups, JournalStorage storage, IJournal journal, TimeProvider time, ILogger<GroupUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.Journal.WhenOpened.WaitAsync(stoppingToken);
        await ResumeAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await groups.CloseIdleAsync(KeptFor);
        }
    }

    // A group that cannot be resumed now is when it is next asked for.
    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var group in await journal.PendingGroupsAsync(cancellationToken))
            {
                LogResuming(group.Source);
                await groups.ResumeAsync(group, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalDamagedException)
        {
            LogNotResumed(fault);
        }
    }
}
