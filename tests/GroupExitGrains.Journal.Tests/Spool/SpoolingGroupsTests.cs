using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Tests.Spool;

public sealed class SpoolingGroupsTests
{
    private static readonly TimeSpan Deadline = new CallbackSpoolOptions().Deadline;

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_JournalIsWell_GivesItsReceiptAndTouchesNoDisk()
    {
        await using var rig = SpoolRig.Started();
        var callback = rig.Quit();

        (await rig.SendAsync(callback)).ShouldBe(new Receipt(callback.Id, CallbackState.Recorded));

        rig.Journal.Recorded.ShouldBe([callback]);
        rig.Disk.Calls.ShouldBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_JournalMissesTheDeadline_AnswersPendingFromTheSpool()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Hanging;
        var callback = rig.Quit();

        var sent = rig.SendAsync(callback);
        rig.Time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        sent.IsCompleted.ShouldBeFalse();
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));

        (await sent).ShouldBe(new Receipt(callback.Id, CallbackState.Pending));
        rig.Status.ShouldBe(new SpoolStatus(
            IsEnabled: true, 1, 1, rig.Spool.Store.Bytes, callback.ReceivedAt, IsJournalAway: true, IsFull: false, LastFault: null,
            DeadLetters: 0, Spooled: 1, Drained: 0)
        {
            OldestSpooledAt = callback.ReceivedAt + Deadline,
        });
        CallbackCodecTests.AssertSame(rig.Spool.Find(callback.Id).ShouldNotBeNull(), callback);
        rig.Spool.Find(CallbackId.New(callback.ReceivedAt)).ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_AnImport_IsNeverSpooledAndOvertakesNothing()
    {
        await using var rig = SpoolRig.Stopped();
        Callback Import(string group)
        {
            var quit = rig.Quit(group);
            return quit with { Change = quit.Change with { Kind = ChangeKind.Imported, ListsAllMembers = true } };
        }

        await rig.SendAsync(Import("G2"));
        rig.Journal.Mood = _ => JournalMood.Failing;
        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync(Import("G2")));
        rig.Status.Depth.ShouldBe(0);
        await rig.SendAsync("G1");

        await Should.ThrowAsync<GroupWaitsException>(() => rig.SendAsync(Import("G1")));
        (await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync(Import("G2")))).Message.ShouldContain("away");

        rig.Status.Depth.ShouldBe(1);
        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        (await rig.SendAsync(Import("G1"))).State.ShouldBe(CallbackState.Recorded);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_AfterOneMiss_GoesStraightToTheSpool()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Hanging;
        var missed = rig.SendAsync();
        rig.Time.Advance(Deadline);
        await missed;

        // No time passes here: whoever waited for the journal would wait for ever.
        (await rig.SendAsync("G2")).State.ShouldBe(CallbackState.Pending);

        rig.Journal.Offered.ShouldBe(1);
        rig.Status.Groups.ShouldBe(2);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(250, false)]
    [InlineData(251, true)]
    public async Task RecordAsync_MissesTheDeadlineWhileOthersAreRecorded_GoesToTheSpoolAlone(int sinceAnother, bool isAway)
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = callback => callback.Group.GroupId == "G1" ? JournalMood.Hanging : JournalMood.Well;
        var missed = rig.SendAsync("G1");
        var last = TimeSpan.FromMilliseconds(sinceAnother);
        rig.Time.Advance(Deadline - last);
        (await rig.SendAsync("G2")).State.ShouldBe(CallbackState.Recorded);

        rig.Time.Advance(last);

        (await missed).State.ShouldBe(CallbackState.Pending);
        rig.Status.IsJournalAway.ShouldBe(isAway);
        (await rig.SendAsync("G2")).State.ShouldBe(isAway ? CallbackState.Pending : CallbackState.Recorded);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_JournalIsUnavailable_SpoolsAtOnceAndSaysWhyOnce()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;

        (await rig.SendAsync()).State.ShouldBe(CallbackState.Pending);
        (await rig.SendAsync()).State.ShouldBe(CallbackState.Pending);

        rig.Journal.Offered.ShouldBe(1);
        rig.Log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("The journal is away.");
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_LedgerThrowsSomethingElse_KeepsTheCallbackAndOffersOthersDirectly()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = callback => callback.Group.GroupId == "bad" ? JournalMood.Failing : JournalMood.Well;
        rig.Journal.Failure = () => new InvalidOperationException("A fault of the program.");

        (await rig.SendAsync("bad")).State.ShouldBe(CallbackState.Pending);
        (await rig.SendAsync("good")).State.ShouldBe(CallbackState.Recorded);

        rig.Status.IsJournalAway.ShouldBeFalse();
        rig.Status.Depth.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_CallerHangsUp_IsRecordedAllTheSame()
    {
        await using var rig = SpoolRig.Started();
        var callback = rig.Quit();

        await rig.Groups.RecordAsync(callback, new CancellationToken(canceled: true));

        rig.Journal.Recorded.ShouldBe([callback]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Probe_JournalIsBack_DrainsWithIdAndTimeOfReceiptAndClosesTheCircuit()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        var first = rig.Quit();
        await rig.SendAsync(first);
        rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        var second = rig.Quit("G2");
        await rig.SendAsync(second);

        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();

        rig.Journal.Recorded.Select(callback => (callback.Id, callback.ReceivedAt))
            .ShouldBe([(first.Id, first.ReceivedAt), (second.Id, second.ReceivedAt)]);
        rig.Status.ShouldBe(new SpoolStatus(
            IsEnabled: true, 0, 0, rig.Status.Bytes, null, IsJournalAway: false, IsFull: false, LastFault: null,
            DeadLetters: 0, Spooled: 2, Drained: 2));
        (await rig.SendAsync()).State.ShouldBe(CallbackState.Recorded);
    }

    [Fact(Timeout = 60_000)]
    public async Task Probe_JournalStaysAway_IsTriedMoreAndMoreSeldom()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync();
        await rig.SendAsync("G2");

        foreach (var pause in (double[])[250, 500, 1000, 2000, 2000, 2000])
        {
            var offered = rig.Journal.Offered;
            await rig.Time.WaiterAsync(TimeSpan.FromMilliseconds(pause));
            rig.Journal.Offered.ShouldBe(offered);
            rig.Time.Advance(TimeSpan.FromMilliseconds(pause));
            await rig.Time.WaiterAsync(TimeSpan.FromMilliseconds(Math.Min(pause * 2, 2000)));
            rig.Journal.Offered.ShouldBe(offered + 1);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Probe_SucceedsTooLateForAVendor_DrainsButLeavesTheIsJournalAway()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Hanging;
        var sent = rig.SendAsync();
        rig.Time.Advance(Deadline);
        await sent;
        await rig.SendAsync("G2");
        (await rig.Journal.HangingAsync()).Callback.Group.GroupId.ShouldBe("G1");

        await rig.FirstTryAsync();
        var slow = await rig.Journal.HangingAsync();
        rig.Time.Advance(Deadline + TimeSpan.FromMilliseconds(1));
        slow.Succeed();

        // The next one is tried without a pause, and while it is on its way callbacks still go to the spool.
        var next = await rig.Journal.HangingAsync();
        next.Callback.Group.GroupId.ShouldBe("G2");
        rig.Status.IsJournalAway.ShouldBeTrue();
        (await rig.SendAsync("G3")).State.ShouldBe(CallbackState.Pending);

        rig.Journal.Mood = _ => JournalMood.Well;
        next.Succeed();
        await rig.DrainAsync();
        rig.Status.IsJournalAway.ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task Probe_OneGroupIsSick_TriesAnother()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync("sick");
        await rig.SendAsync("well");

        rig.Journal.Mood = callback => callback.Group.GroupId == "sick" ? JournalMood.Failing : JournalMood.Well;
        await rig.Time.RunUntilAsync(rig.Log.WhenAsync("The journal is back"));

        rig.Journal.Recorded.ShouldHaveSingleItem().Group.GroupId.ShouldBe("well");
        (await rig.SendAsync("well")).State.ShouldBe(CallbackState.Recorded);
        (await rig.SendAsync("sick")).State.ShouldBe(CallbackState.Pending);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_JournalWasNeverThere_TakesCallbacksAndRecordsThemLater()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;

        await rig.SendAllAsync(20);

        rig.Status.CanAccept.ShouldBeTrue();
        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe([.. Enumerable.Range(1, 20).Select(user => $"u{user}")]);
    }

    [Fact(Timeout = 60_000)]
    public async Task StopAsync_ADrainIsOnItsWay_LeavesItsCallbackOnDisk()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync();
        rig.Journal.Mood = _ => JournalMood.Hanging;
        await rig.FirstTryAsync();
        await rig.Journal.HangingAsync();

        await rig.Groups.StopAsync();

        rig.Status.Depth.ShouldBe(1);
        (await rig.SendAsync()).State.ShouldBe(CallbackState.Pending);
    }

    [Fact(Timeout = 60_000)]
    public async Task OtherQuestions_AreAskedOfTheGroupsInside()
    {
        await using var rig = SpoolRig.Started();
        var group = new GroupKey("openim", "G1");
        var cancellation = TestContext.Current.CancellationToken;

        (await rig.Groups.FindAsync(group, cancellation)).ShouldBeNull();
        (await rig.Groups.MembersAsync(group, "a", 7, cancellation)).ShouldNotBeNull().Items[0].UserId.ShouldBe("a7");
        (await rig.Groups.MemberAsync(group, "ann", cancellation)).ShouldNotBeNull().UserId.ShouldBe("ann");
        (await rig.Groups.HistoryAsync(group, new AuditQuery(), cancellation)).ShouldNotBeNull().Next.ShouldBe("G1");
        await Should.ThrowAsync<JournalDamagedException>(() => rig.Groups.VerifyAsync(group, cancellation));
        await Should.ThrowAsync<JournalDamagedException>(() => rig.Groups.ResumeAsync(group, cancellation));
    }
}
