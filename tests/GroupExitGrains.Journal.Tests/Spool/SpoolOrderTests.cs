using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Spool;

public sealed class SpoolOrderTests
{
    private static readonly CallbackSpoolOptions OneAtATime = new() { DrainConcurrency = 1 };

    [Fact(Timeout = 60_000)]
    public async Task Drain_ManyGroups_KeepsTheOrderOfEach()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        var sent = new List<Callback>();
        for (var i = 0; i < 500; i++)
        {
            sent.Add(rig.Quit($"G{i * 7 % 13}"));
            await rig.SendAsync(sent[^1]);
        }

        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();

        rig.Journal.Recorded.Count.ShouldBe(sent.Count);
        foreach (var group in sent.Select(callback => callback.Change.GroupId).Distinct())
        {
            rig.Journal.Recorded.Users(group).ShouldBe(sent.Users(group));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_AFailureInTheMiddleOfAGroup_HoldsBackWhatIsBehindItAndNobodyElse()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(3, "A");
        await rig.SendAllAsync(3, "B");

        rig.Journal.Mood = callback => callback.Change.Users[0].UserId == "u2" ? JournalMood.Failing : JournalMood.Well;
        await rig.Time.RunUntilAsync(rig.Log.WhenAsync("The journal is back"));
        await rig.Time.RunUntilAsync(rig.Journal.WhenRecordedAsync(4));
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u4", "u5", "u6"], ignoreOrder: true);

        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();
        rig.Journal.Recorded.Users("A").ShouldBe(["u1", "u2", "u3"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task IsCatchingUp_FromManyThatWaitForAJournalThatIsBack_UntilNoneDoes()
    {
        await using var rig = SpoolRig.Started(OneAtATime);
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(1500);
        rig.Groups.IsCatchingUp.ShouldBeFalse();

        rig.Journal.Mood = _ => JournalMood.Hanging;
        await rig.FirstTryAsync();
        (await rig.Journal.HangingAsync()).Succeed();
        var second = await rig.Journal.HangingAsync();
        rig.Groups.IsCatchingUp.ShouldBeTrue();

        rig.Journal.Mood = _ => JournalMood.Well;
        second.Succeed();
        await rig.DrainAsync();
        rig.Groups.IsCatchingUp.ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_ItsGroupIsBeingDrained_WaitsForItsTurnWithoutGoingToDisk()
    {
        await using var rig = SpoolRig.Started(OneAtATime);
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(2);
        rig.Journal.Mood = _ => JournalMood.Hanging;
        await rig.FirstTryAsync();
        (await rig.Journal.HangingAsync()).Succeed();
        var second = await rig.Journal.HangingAsync();
        rig.Status.IsJournalAway.ShouldBeFalse();

        var third = rig.SendAsync();
        third.IsCompleted.ShouldBeFalse();
        var onDisk = rig.Status.Depth;
        rig.Journal.Mood = _ => JournalMood.Well;
        second.Succeed();

        (await third).State.ShouldBe(CallbackState.Recorded);
        onDisk.ShouldBe(1);
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2", "u3"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_ItsTurnDoesNotComeInTime_GoesBehindTheOthers()
    {
        await using var rig = SpoolRig.Started(OneAtATime);
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(2);
        rig.Journal.Mood = _ => JournalMood.Hanging;
        await rig.FirstTryAsync();
        (await rig.Journal.HangingAsync()).Succeed();
        var second = await rig.Journal.HangingAsync();

        var third = rig.SendAsync();
        rig.Time.Advance(rig.Spool.Options.Deadline);
        (await third).State.ShouldBe(CallbackState.Pending);

        rig.Journal.Mood = _ => JournalMood.Well;
        second.Succeed();
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2", "u3"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_TheJournalGoesAwayWhileItWaits_GoesToTheSpoolAtOnce()
    {
        await using var rig = SpoolRig.Started(OneAtATime);
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(2);
        rig.Journal.Mood = _ => JournalMood.Hanging;
        await rig.FirstTryAsync();
        (await rig.Journal.HangingAsync()).Succeed();
        await rig.Journal.HangingAsync();
        var waiting = rig.SendAsync();

        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync("G2");

        (await waiting).State.ShouldBe(CallbackState.Pending);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_CallbacksMissedTheirDeadlineInAnotherOrder_GoInOrderOfReceipt()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Hanging;
        var first = rig.Quit();
        var sentFirst = rig.SendAsync(first);
        rig.Time.Advance(TimeSpan.FromMilliseconds(10));
        var second = rig.Quit();
        var sentSecond = rig.SendAsync(second);
        await rig.Journal.HangingAsync();

        (await rig.Journal.HangingAsync()).Fail(new JournalUnavailableException());
        await sentSecond;
        rig.Time.Advance(rig.Spool.Options.Deadline);
        await sentFirst;

        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_TheClockWasSetBack_GoesInTheOrderInWhichTheyCame()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        var first = rig.Quit();
        await rig.SendAsync(first);
        await rig.SendAsync(rig.Quit() with { ReceivedAt = first.ReceivedAt.AddHours(-1) });

        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_AnAttemptThatMissedItsDeadlineSucceedsLater_IsInTheJournalOnce()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Hanging;
        var sent = rig.SendAsync();
        var late = await rig.Journal.HangingAsync();
        rig.Time.Advance(rig.Spool.Options.Deadline);
        await sent;

        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();
        late.Succeed();

        rig.Journal.Recorded.Users().ShouldBe(["u1"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_TheJournalFailsForOneGroupAfterAnother_OpensTheCircuitAgain()
    {
        await using var rig = SpoolRig.Started(new CallbackSpoolOptions { DrainConcurrency = 2 });
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(1, "A");
        await rig.SendAllAsync(1, "B");
        await rig.SendAllAsync(1, "C");

        rig.Journal.Mood = callback => callback.Group.GroupId == "A" ? JournalMood.Well : JournalMood.Failing;
        await rig.Time.RunUntilAsync(rig.Log.WhenAsync("The journal is away again"));

        (await rig.SendAsync("D")).State.ShouldBe(CallbackState.Pending);
    }
}
