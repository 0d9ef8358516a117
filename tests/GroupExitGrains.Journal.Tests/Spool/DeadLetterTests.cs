using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Spool.Segments;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Tests.Spool;

/// <summary>Callbacks that the ledger will not have.</summary>
public sealed class DeadLetterTests
{
    private static readonly CallbackSpoolOptions Impatient = new() { MaxRefusals = 3, MaxGroupRest = TimeSpan.FromSeconds(10) };

    [Fact(Timeout = 60_000)]
    public async Task Drain_ACallbackIsRefusedAgainAndAgain_IsPutAsideAndItsGroupGoesOn()
    {
        await using var rig = SpoolRig.Started(Impatient);
        var poison = await SpoolPoisonAsync(rig);

        await rig.DrainAsync();

        rig.Journal.Recorded.Users().ShouldBe(["u2", "u3"], ignoreOrder: true);
        rig.Status.DeadLetters.ShouldBe(1);
        rig.Log.At(LogLevel.Critical).ShouldHaveSingleItem().ShouldContain($"Callback {poison.Id} of openim/G1");
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_WaitingToJoinAGroupThatIsThenRefused_JoinsItAtOnce()
    {
        await using var rig = SpoolRig.Stopped(Impatient);
        rig.Journal.Failure = () => new InvalidOperationException("This cannot be decided on.");
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync();
        var second = rig.SendAsync();
        second.IsCompleted.ShouldBeFalse();

        rig.Groups.Start();

        // While the clock stands still.
        (await second).State.ShouldBe(CallbackState.Pending);
    }

    [Fact(Timeout = 60_000)]
    public async Task DeadLetters_AreOfferedAgain_WhenTheirFileIsRenamed()
    {
        await using var rig = SpoolRig.Started(Impatient);
        var poison = await SpoolPoisonAsync(rig);
        await rig.DrainAsync();

        await using var afterRestart = rig.Next();
        afterRestart.Status.DeadLetters.ShouldBe(1);
        afterRestart.Status.Depth.ShouldBe(0);
        var name = rig.Disk.Names.Single(name => name.EndsWith(SegmentName.DeadLetters, StringComparison.Ordinal));
        rig.Disk[name[..^".dead".Length]] = rig.Disk[name];
        rig.Disk.Remove(name);

        await using var upgraded = afterRestart.Next();
        rig.Journal.Mood = _ => JournalMood.Well;
        upgraded.Groups.Start();
        await upgraded.DrainAsync();
        rig.Journal.Recorded.ShouldContain(callback => callback.Id == poison.Id);
        upgraded.Status.DeadLetters.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_DeadLettersCannotBeWritten_KeepsTheCallback()
    {
        await using var rig = SpoolRig.Started(Impatient);
        await SpoolPoisonAsync(rig);
        rig.Disk.Fault = call => call.Name.EndsWith(".dead", StringComparison.Ordinal) ? new IOException("full") : null;

        await rig.Time.RunUntilAsync(rig.Log.WhenAsync("System.IO.IOException: full"));
        rig.Status.DeadLetters.ShouldBe(0);
        rig.Status.OldestReceivedAt.ShouldNotBeNull();

        rig.Disk.Fault = _ => null;
        await rig.DrainAsync();
        rig.Status.DeadLetters.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_TheGroupsHistoryIsDamaged_KeepsTheCallbackHoweverLongThatTakes()
    {
        await using var rig = SpoolRig.Started(Impatient);
        rig.Journal.Failure = () => new JournalDamagedException("The head row cannot be read.");
        rig.Journal.Mood = callback => callback.Group.GroupId == "G1" ? JournalMood.Failing : JournalMood.Well;
        (await rig.SendAsync()).State.ShouldBe(CallbackState.Pending);

        for (var i = 0; i < 50; i++)
        {
            await rig.Time.RunUntilAsync(rig.Journal.WhenOfferedAsync(rig.Journal.Offered + 1));
        }

        (await rig.SendAsync("G2")).State.ShouldBe(CallbackState.Recorded);
        rig.Status.DeadLetters.ShouldBe(0);
        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe(["u2", "u1"]);
    }

    private static async Task<Callback> SpoolPoisonAsync(SpoolRig rig)
    {
        var poison = rig.Quit();
        rig.Journal.Failure = () => new InvalidOperationException("This cannot be decided on.");
        rig.Journal.Mood = callback => callback.Id == poison.Id ? JournalMood.Failing : JournalMood.Well;
        (await rig.SendAsync(poison)).State.ShouldBe(CallbackState.Pending);
        (await rig.SendAsync(rig.Quit())).State.ShouldBe(CallbackState.Pending);
        (await rig.SendAsync("G2")).State.ShouldBe(CallbackState.Recorded);
        return poison;
    }
}
