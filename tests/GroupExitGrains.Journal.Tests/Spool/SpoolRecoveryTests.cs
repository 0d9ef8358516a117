using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Spool.Segments;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Tests.Spool;

/// <summary>What the next process makes of the files that it finds.</summary>
public sealed class SpoolRecoveryTests
{
    [Fact(Timeout = 60_000)]
    public async Task Open_AfterAKill_DrainsInOrderWithIdsAndTimesOfReceipt()
    {
        await using var killed = SpoolRig.Stopped();
        killed.Journal.Mood = _ => JournalMood.Failing;
        var sent = new List<Callback>();
        for (var i = 0; i < 30; i++)
        {
            sent.Add(killed.Quit($"G{i % 3}"));
            await killed.SendAsync(sent[^1]);
            killed.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        await using var rig = killed.Next();
        rig.Status.Depth.ShouldBe(30);
        rig.Status.OldestReceivedAt.ShouldBe(sent[0].ReceivedAt);
        rig.SpoolLog.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("30 callbacks of 3 groups");

        // They go before whatever comes now.
        rig.Journal.Mood = _ => JournalMood.Well;
        var next = rig.Quit("G0") with { OperationId = "next" };
        var nextSent = rig.SendAsync(next);
        rig.Groups.Start();
        await nextSent;
        await rig.DrainAsync();

        foreach (var group in (string[])["G0", "G1", "G2"])
        {
            rig.Journal.Recorded.Where(callback => callback.Change.GroupId == group)
                .Select(callback => (callback.Id, callback.ReceivedAt))
                .ShouldBe(sent.Append(next).Where(callback => callback.Change.GroupId == group)
                    .Select(callback => (callback.Id, callback.ReceivedAt)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_LastRecordTornAtAnyByte_KeepsThoseBeforeIt()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(2);
        var name = rig.Disk.Names.ShouldHaveSingleItem();
        var two = rig.Disk[name].Length;
        await rig.SendAllAsync(1);
        var whole = rig.Disk[name];

        for (var length = two; length < whole.Length; length++)
        {
            rig.Disk.Kill();
            rig.Disk[name] = whole[..length];
            await using (var next = rig.Next())
            {
                next.Status.Depth.ShouldBe(2);
                next.Groups.Start();
                rig.Journal.Mood = _ => JournalMood.Well;
                await next.DrainAsync();
                rig.Journal.Recorded.Users().ShouldBe(["u1", "u2"]);
                next.SpoolLog.At(LogLevel.Critical).ShouldBeEmpty();
                next.SpoolLog.At(LogLevel.Warning).Any(line => line.Contains("cut off", StringComparison.Ordinal))
                    .ShouldBe(length > two);
            }

            // What was cut off is kept; what was drained is gone.
            rig.Disk.Names.ShouldBe(length > two ? [name + ".cut"] : []);
            if (length > two)
            {
                rig.Disk[name + ".cut"].ShouldBe(whole[two..length]);
                rig.Disk.Remove(name + ".cut");
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_ZerosOrGarbageAtTheEnd_AreCutOff()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(2);
        var name = rig.Disk.Names.ShouldHaveSingleItem();
        var whole = rig.Disk[name];
        foreach (var tail in (byte[][])[new byte[5000], [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 17))]])
        {
            rig.Disk.Kill();
            rig.Disk[name] = [.. whole, .. tail];
            await using var next = rig.Next();

            next.Status.Depth.ShouldBe(2);
            rig.Disk[name].ShouldBe(whole);
        }

        rig.Disk.Names.ShouldBe([name, name + ".cut"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_AnyByteOfARecordInTheMiddleAltered_DrainsTheOthersAndKeepsTheSegment()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(1);
        var name = rig.Disk.Names.ShouldHaveSingleItem();
        var start = rig.Disk[name].Length;
        await rig.SendAllAsync(1);
        var end = rig.Disk[name].Length;
        await rig.SendAllAsync(1);
        var whole = rig.Disk[name];
        rig.Journal.Mood = _ => JournalMood.Well;

        for (var at = start; at < end; at++)
        {
            rig.Disk.Kill();
            var altered = (byte[])whole.Clone();
            altered[at] ^= 0x10;
            rig.Disk[name] = altered;
            await using (var next = rig.Next())
            {
                next.SpoolLog.At(LogLevel.Critical).ShouldHaveSingleItem()
                    .ShouldContain($"{name} is damaged: {end - start} bytes at {start}");
                next.Groups.Start();
                await next.DrainAsync();
            }

            rig.Journal.Recorded.Users().ShouldBe(["u1", "u3"]);
            rig.Disk.Names.ShouldBe([name + ".damaged"]);
            rig.Disk[name + ".damaged"].ShouldBe(altered);
            rig.Disk.Remove(name + ".damaged");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_ADamagedRecordHoldsWhatLooksLikeARecord_DoesNotTakeItForOne()
    {
        await using var rig = SpoolRig.Stopped();
        rig.Journal.Mood = _ => JournalMood.Failing;

        // What a sender could make who knows the format, and not the salt of the segment.
        var forged = CallbackCodec.Encode(rig.Quit("forged"));
        var frame = new byte[RecordFrame.HeaderSize + forged.Length];
        RecordFrame.WriteHeader(frame, salt: 0, spooledAt: 0, forged);
        forged.CopyTo(frame.AsSpan(RecordFrame.HeaderSize));
        var carrier = rig.Quit();
        await rig.SendAsync(carrier with { Request = carrier.Request with { Body = frame } });
        await rig.SendAsync();
        rig.Disk.Kill();
        var name = rig.Disk.Names.ShouldHaveSingleItem();
        var bytes = rig.Disk[name];
        bytes[0] ^= 1;
        rig.Disk[name] = bytes;

        await using var next = rig.Next();

        next.Status.Depth.ShouldBe(1);
        rig.Journal.Mood = _ => JournalMood.Well;
        next.Groups.Start();
        await next.DrainAsync();
        rig.Journal.Recorded.ShouldHaveSingleItem().Change.GroupId.ShouldBe("G1");
    }

    [Fact(Timeout = 60_000)]
    public async Task Read_ARecordIsAlteredWhileTheProcessRuns_GoesOnWithoutItAndKeepsTheSegment()
    {
        await using var rig = SpoolRig.Stopped(new CallbackSpoolOptions { MaxRefusals = 3 });
        rig.Journal.Mood = _ => JournalMood.Failing;
        await rig.SendAllAsync(2);
        var name = rig.Disk.Names.ShouldHaveSingleItem();
        rig.Disk.Alter(name, offset: 40);

        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();
        await rig.Groups.StopAsync();
        await rig.Spool.DisposeAsync();

        rig.Journal.Recorded.Users().ShouldBe(["u2"]);
        rig.Log.At(LogLevel.Critical).ShouldHaveSingleItem().ShouldContain($"cannot be read from segment {name} at 0");
        rig.Disk.Names.ShouldBe([name + ".damaged"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_SomeWereDrainedBeforeTheKill_OffersOnlyTheOthers()
    {
        await using var killed = SpoolRig.Started();
        killed.Journal.Mood = _ => JournalMood.Failing;
        await killed.SendAllAsync(3, "A");
        await killed.SendAllAsync(2, "B");
        killed.Journal.Mood = callback =>
            callback.Group.GroupId == "A" ? JournalMood.Well : JournalMood.Failing;
        await killed.Time.RunUntilAsync(killed.Journal.WhenRecordedAsync(3));
        await killed.Groups.StopAsync();
        var offered = killed.Journal.Offered;

        await using var rig = killed.Next();
        rig.Status.Depth.ShouldBe(2);
        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();

        rig.Journal.Offered.ShouldBe(offered + 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_TheMarksAreLostOrTorn_OffersThemAgainAndRecordsNoneTwice()
    {
        await using var killed = SpoolRig.Started();
        killed.Journal.Mood = _ => JournalMood.Failing;
        await killed.SendAllAsync(3, "A");
        await killed.SendAllAsync(1, "B");
        killed.Journal.Mood = callback =>
            callback.Group.GroupId == "A" ? JournalMood.Well : JournalMood.Failing;
        await killed.Time.RunUntilAsync(killed.Journal.WhenRecordedAsync(3));
        await killed.Groups.StopAsync();
        killed.Disk.Kill();
        var marks = killed.Disk.Names.Single(name => name.EndsWith(SegmentName.Drained, StringComparison.Ordinal));
        var bytes = killed.Disk[marks];
        bytes.Length.ShouldBe(24);
        bytes[8] ^= 1;
        killed.Disk[marks] = bytes[..^3];

        await using var rig = killed.Next();
        rig.Status.Depth.ShouldBe(3);
        rig.Journal.Mood = _ => JournalMood.Well;
        rig.Groups.Start();
        await rig.DrainAsync();

        rig.Journal.Recorded.Users().ShouldBe(["u1", "u2", "u3", "u4"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_NothingWaits_LeavesAnEmptyFolder()
    {
        await using var rig = SpoolRig.Started(new CallbackSpoolOptions { SegmentBytes = 4096 });
        rig.Journal.Mood = _ => JournalMood.Failing;
        for (var i = 0; i < 40; i++)
        {
            await rig.SendAsync(rig.Quit(padding: 500));
        }

        rig.Disk.Names.Count.ShouldBeGreaterThan(3);
        rig.Journal.Mood = _ => JournalMood.Well;
        await rig.DrainAsync();
        await rig.Groups.StopAsync();
        await rig.Spool.DisposeAsync();
        rig.Disk.Names.ShouldBeEmpty();

        // Marks whose segment was deleted when the process died speak of nothing.
        rig.Disk[SegmentName.New(7).File(SegmentName.Drained)] = new byte[8];
        await using var next = rig.Next();
        next.Status.Depth.ShouldBe(0);
        rig.Disk.Names.ShouldBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task Open_AnotherProcessHasTheFolder_Throws()
    {
        await using var rig = SpoolRig.Stopped();

        Should.Throw<IOException>(() => CallbackSpool.Open(rig.Disk.Open(), rig.Spool.Options, rig.Time, rig.SpoolLog));
    }
}
