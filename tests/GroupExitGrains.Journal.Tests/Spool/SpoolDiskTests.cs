using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Tests.Spool;

/// <summary>What is asked of the disk, and what happens when it does not do it.</summary>
public sealed class SpoolDiskTests
{
    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_FirstOfASegment_IsAnsweredAfterFileAndFolderAreFlushed()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;

        await rig.SendAsync();
        rig.Disk.Actions().ShouldBe(
            [DiskAction.Open, DiskAction.Write, DiskAction.Flush, DiskAction.FlushFolder]);

        await rig.SendAsync();
        rig.Disk.Actions()[4..].ShouldBe([DiskAction.Write, DiskAction.Flush]);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_TheFlushIsOnItsWay_IsNotAnswered()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        using var flushing = new Gate(rig.Disk, DiskAction.Flush);

        var sent = rig.SendAsync();
        await flushing.ReachedAsync();
        sent.IsCompleted.ShouldBeFalse();

        // What gathers meanwhile shares the next flush.
        var gathered = Enumerable.Range(0, 10).Select(i => rig.SendAsync($"G{i}")).ToList();
        flushing.Open();
        await sent;
        await Task.WhenAll(gathered);
        rig.Disk.Actions().Count(action => action == DiskAction.Flush).ShouldBe(2);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(DiskAction.Open)]
    [InlineData(DiskAction.Write)]
    [InlineData(DiskAction.Flush)]
    [InlineData(DiskAction.FlushFolder)]
    public async Task RecordAsync_TheDiskFails_IsRefusedAndTakenAgainWhenItIsWell(DiskAction failing)
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        rig.Disk.Fault = call => call.Action == failing ? new IOException("Input/output error") : null;

        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync());

        rig.Status.Depth.ShouldBe(0);
        rig.Status.Groups.ShouldBe(0);
        rig.Status.LastFault.ShouldBe("Input/output error");
        rig.Status.CanAccept.ShouldBeFalse();
        rig.SpoolLog.At(LogLevel.Error).ShouldNotBeEmpty();

        rig.Disk.Fault = _ => null;
        (await rig.SendAsync()).State.ShouldBe(CallbackState.Pending);
        rig.Status.LastFault.ShouldBeNull();
        rig.Status.CanAccept.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_TheDiskIsFullInTheMiddleOfAWrite_LosesAndKeepsNothingWrong()
    {
        await using var killed = SpoolRig.Stopped();
        killed.Journal.Mood = _ => JournalMood.Failing;
        await killed.SendAllAsync(3);
        killed.Disk.Fault = call => call.Action == DiskAction.Write ? new DiskFullException(written: 50) : null;
        await Should.ThrowAsync<JournalUnavailableException>(() => killed.SendAsync());
        killed.Disk.Fault = _ => null;
        await killed.SendAllAsync(1);
        killed.Status.Depth.ShouldBe(4);

        await using var rig = killed.Next();
        rig.SpoolLog.At(LogLevel.Critical).ShouldBeEmpty();
        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2", "u3", "u5"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_AFailedFlushAndThenAKill_DamagesNothingAccepted()
    {
        await using var killed = SpoolRig.Stopped();
        killed.Journal.Mood = _ => JournalMood.Failing;
        await killed.SendAllAsync(2);

        // The bytes cannot be taken back either: they may come up again, and are then offered, which does no harm.
        killed.Disk.Fault = call => call.Action is DiskAction.Flush or DiskAction.Truncate ? new IOException("gone") : null;
        await Should.ThrowAsync<JournalUnavailableException>(() => killed.SendAsync());
        killed.Disk.Fault = _ => null;
        await killed.SendAllAsync(1);

        await using var rig = killed.Next();
        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2", "u3", "u4"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_TheDiskFailedAndNobodySends_FindsOutThatItIsWell()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        rig.Disk.Fault = call => call.Action == DiskAction.Write ? new DiskFullException(0) : null;
        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync());
        rig.Status.CanAccept.ShouldBeFalse();

        rig.Disk.Fault = _ => null;
        await rig.Time.RunUntilAsync(rig.SpoolLog.WhenAsync("takes writes again"));

        rig.Status.CanAccept.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_NothingIsSpooledSinceTheDiskFailed_OffersTheNextToTheJournal()
    {
        await using var rig = SpoolRig.Started();
        rig.Journal.Mood = _ => JournalMood.Failing;
        rig.Disk.Fault = call => call.Action == DiskAction.Write ? new DiskFullException(0) : null;
        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync());

        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.Time.RunUntilAsync(rig.Log.WhenAsync("offered the next callback"));

        (await rig.SendAsync()).State.ShouldBe(CallbackState.Recorded);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_TheDiskHangs_IsRefusedInTime()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        using var flushing = new Gate(rig.Disk, DiskAction.Flush);
        var sent = rig.SendAsync();
        await flushing.ReachedAsync();
        await rig.Time.WaiterAsync(rig.Spool.Options.AcceptWithin);

        rig.Time.Advance(rig.Spool.Options.AcceptWithin);
        await Should.ThrowAsync<JournalUnavailableException>(() => sent);
        rig.Status.CanAccept.ShouldBeFalse();
        var patient = rig.SendAsync("G2");

        // It was not known whether the first one became durable. It did, and is not lost.
        flushing.Open();
        (await patient).State.ShouldBe(CallbackState.Pending);
        rig.Status.CanAccept.ShouldBeTrue();
        rig.Status.Depth.ShouldBe(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_TheDiskHangsAndMuchWaitsForIt_IsRefusedAtOnce()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        using var flushing = new Gate(rig.Disk, DiskAction.Flush);
        var sent = rig.SendAsync();
        await flushing.ReachedAsync();
        var large = rig.SendAsync(rig.Quit("G2", padding: 65 * 1024 * 1024));

        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync("G3"));

        flushing.Open();
        await Task.WhenAll(sent, large);
        (await rig.SendAsync("G3")).State.ShouldBe(CallbackState.Pending);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_FullByBytes_IsRefusedUntilThereIsRoom()
    {
        await using var rig = SpoolRig.Stopped(new CallbackSpoolOptions { SegmentBytes = 4096, MaxBytes = 16384 });
        rig.Journal.Mood = _ => JournalMood.Failing;
        while (rig.Status.CanAccept)
        {
            await rig.SendAsync(rig.Quit(padding: 700));
        }

        rig.Status.IsFull.ShouldBeTrue();
        rig.Status.Bytes.ShouldBeInRange(16384, 16384 + 1200);
        var accepted = rig.Status.Depth;
        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync());
        rig.Status.Depth.ShouldBe(accepted);

        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        rig.Journal.Recorded.Count.ShouldBe((int)accepted);
        (await rig.SendAsync()).State.ShouldBe(CallbackState.Recorded);
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_FullByAge_IsRefused()
    {
        await using var rig = SpoolRig.Stopped(new CallbackSpoolOptions { MaxAge = TimeSpan.FromHours(1) });
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync();
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.SendAsync();

        rig.Time.Advance(TimeSpan.FromMilliseconds(1));

        rig.Status.IsFull.ShouldBeTrue();
        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_WhatWasReceivedLongAgoIsReplayed_IsAsOldAsItHasWaited()
    {
        await using var rig = SpoolRig.Stopped(new CallbackSpoolOptions { MaxAge = TimeSpan.FromHours(1) });
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAsync(Exits.Quit(rig.Time.GetUtcNow() - TimeSpan.FromDays(20), "G1", user: 1000));

        rig.Status.IsFull.ShouldBeFalse();
        await rig.SendAsync();

        // A restart does not make it older, nor younger.
        rig.Time.Advance(TimeSpan.FromHours(1));
        await using var next = rig.Next();
        next.Status.IsFull.ShouldBeFalse();
        next.Time.Advance(TimeSpan.FromMilliseconds(1));
        next.Status.IsFull.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task RecordAsync_AfterTheSpoolIsClosed_IsRefused()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.Spool.DisposeAsync();

        await Should.ThrowAsync<JournalUnavailableException>(() => rig.SendAsync());
        rig.Status.Depth.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Drain_MarksCannotBeWritten_DrainsAllTheSame()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(3);
        rig.Disk.Fault = call => call.Name.EndsWith("drained", StringComparison.Ordinal) ? new IOException("full") : null;

        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();

        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2", "u3"]);
        rig.SpoolLog.At(LogLevel.Warning).ShouldContain(line => line.Contains("could not be marked", StringComparison.Ordinal));
    }
}
