using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace GroupExitGrains.Membership.Tests.Hosting;

public sealed class LocalGroupsTests : IAsyncDisposable
{
    private readonly MemoryJournal _journal = new();
    private readonly MemorySnapshots _snapshots = new();
    private readonly IHistory _history = Substitute.For<IHistory>();
    private readonly HandClock _clock = new();
    private readonly LocalGroups _groups;

    public LocalGroupsTests() => _groups = NewGroups();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _groups.DisposeAsync();

    [Fact]
    public async Task Callback_IsRecordedInItsGroup()
    {
        await RecordAsync(Tell.Joined("ann"), Tell.Joined("bob").InGroup("other"), Tell.Joined("cid") with { Source = "tencent" });

        (await MembersAsync(Tell.Group)).ShouldBe(["ann"]);
        (await MembersAsync(new("openim", "other"))).ShouldBe(["bob"]);
        (await MembersAsync(new("tencent", Tell.Group.GroupId))).ShouldBe(["cid"]);
        (await _groups.FindAsync(Tell.Group, Cancellation)).ShouldNotBeNull().MemberCount.ShouldBe(1);
        (await _groups.MemberAsync(Tell.Group, "ann", Cancellation)).ShouldNotBeNull().UserId.ShouldBe("ann");
        (await _groups.VerifyAsync(Tell.Group, Cancellation)).ShouldNotBeNull().Valid.ShouldBeTrue();
        _groups.ActiveGroups.ShouldBe(3);
    }

    [Fact]
    public async Task UnknownGroupAskedFor_IsNull_AndLeavesNothingInMemory()
    {
        var unknown = new GroupKey("openim", "nobody");

        (await _groups.FindAsync(unknown, Cancellation)).ShouldBeNull();
        (await _groups.MembersAsync(unknown, null, 10, Cancellation)).ShouldBeNull();
        (await _groups.MemberAsync(unknown, "ann", Cancellation)).ShouldBeNull();
        (await _groups.HistoryAsync(unknown, new AuditQuery(), Cancellation)).ShouldBeNull();
        (await _groups.VerifyAsync(unknown, Cancellation)).ShouldBeNull();

        _groups.ActiveGroups.ShouldBe(0);
    }

    [Fact]
    public async Task History_IsAskedForThisGroupAlone()
    {
        await RecordAsync(Tell.Joined("ann"));
        var page = new Page<AuditEntry>([], Next: null);
        _history.PageAsync(Arg.Any<AuditQuery>(), Cancellation).Returns(page);

        var query = new AuditQuery { Source = "other", GroupId = "other", UserId = "ann", Limit = 7 };
        (await _groups.HistoryAsync(Tell.Group, query, Cancellation)).ShouldBe(page);

        await _history.Received().PageAsync(query with { Source = "openim", GroupId = "G001" }, Cancellation);
    }

    [Fact]
    public async Task CloseIdleAsync_ClosesThoseNobodyAskedFor()
    {
        await RecordAsync(Tell.Joined("ann"), Tell.Joined("bob").InGroup("other"));
        _clock.Advance(TimeSpan.FromMinutes(10));
        await _groups.FindAsync(Tell.Group, Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(10));

        await _groups.CloseIdleAsync(TimeSpan.FromMinutes(15));

        _groups.ActiveGroups.ShouldBe(1);
        _snapshots[new("openim", "other")].ShouldNotBeNull();
        _snapshots[Tell.Group].ShouldBeNull();
        (await MembersAsync(new("openim", "other"))).ShouldBe(["bob"]);
    }

    [Fact]
    public async Task MoreGroupsThanMayBeKept_LetsGoOfThoseAskedForLongestAgo()
    {
        await using var groups = NewGroups(maxActive: 32);
        for (var number = 0; number < 1000; number++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await groups.RecordAsync(Tell.Joined("ann").InGroup($"g{number}"), Cancellation);
            await groups.RecordAsync(Tell.Joined($"user{number}").InGroup("busy").Heard(number), Cancellation);
            await groups.Trimming;
            groups.ActiveGroups.ShouldBeLessThanOrEqualTo(34);
        }

        _snapshots[new("openim", "g0")].ShouldNotBeNull();
        _snapshots[new("openim", "g999")].ShouldBeNull();
        (await groups.FindAsync(new("openim", "busy"), Cancellation))!.Head.Sequence.ShouldBe(1000);
        (await groups.MemberAsync(new("openim", "g0"), "ann", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task CloseIdleAsync_LeavesOpenWhatHasAppendsInFlight()
    {
        _journal.Holding = true;
        var recording = _groups.RecordAsync(Tell.Joined("ann"), Cancellation);
        await _journal.WaitingAsync(1);

        await _groups.CloseIdleAsync(TimeSpan.Zero);
        _groups.ActiveGroups.ShouldBe(1);
        _journal.Commit();
        await recording;
    }

    [Fact]
    public async Task RefusedWhileItsLedgerCloses_IsRecordedByTheNext()
    {
        await RecordAsync(Tell.Joined("ann"));
        _journal.Holding = true;
        var recording = _groups.RecordAsync(Tell.Quit("ann").Heard(1), Cancellation);
        var other = NewGroups();
        _journal.Holding = false;
        await other.RecordAsync(Tell.Kicked("ann").Heard(2), Cancellation);

        var closing = _groups.DisposeAsync();
        _journal.Commit();
        await recording;
        await closing;

        _journal[Tell.Group].Rows.Select(row => row.Entry.Kind)
            .ShouldBe([EntryKind.Joined, EntryKind.Kicked, EntryKind.Quit]);
    }

    [Fact]
    public async Task ClosingUnderLoad_LosesNothing()
    {
        var groups = new[] { "a", "b", "c" };
        var callbacks = Enumerable.Range(0, 3000)
            .Select(number => Tell.Joined($"user{number}").InGroup(groups[number % groups.Length]).Heard(number)).ToList();
        using var done = new CancellationTokenSource();
        var closing = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    await _groups.CloseIdleAsync(TimeSpan.Zero);
                }
            },
            Cancellation);

        await Parallel.ForEachAsync(callbacks, Cancellation, async (callback, cancellation) =>
            (await _groups.RecordAsync(callback, cancellation)).State.ShouldBe(CallbackState.Recorded));
        await done.CancelAsync();
        await closing;

        foreach (var group in groups)
        {
            var key = new GroupKey("openim", group);
            _journal[key].Rows.Count.ShouldBe(1000);
            (await _groups.FindAsync(key, Cancellation))!.MemberCount.ShouldBe(1000);
            (await _groups.VerifyAsync(key, Cancellation))!.Reason.ShouldBeNull();
        }

        _snapshots.Saved.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task GiantOfOneGroup_DoesNotHoldUpOthers()
    {
        await using var groups = NewGroups(new LedgerOptions { LargestWholeCallback = 2, ChunkSize = 1 });
        var giant = Tell.Kicked("a", "b", "c", "d");
        _journal.Holding = true;
        var recording = groups.RecordAsync(giant, Cancellation);
        await _journal.WaitingAsync(1);
        _journal.Commit();
        await recording;
        await _journal.WaitingAsync(1);
        var behind = groups.RecordAsync(Tell.Joined("a").Heard(1), Cancellation);
        _journal.Holding = false;

        (await groups.RecordAsync(Tell.Joined("ann").InGroup("other"), Cancellation)).State
            .ShouldBe(CallbackState.Recorded);
        behind.IsCompleted.ShouldBeFalse();

        _journal.Commit();
        (await behind).State.ShouldBe(CallbackState.Recorded);
    }

    [Fact]
    public async Task ResumeAsync_TakesUpWhatARestartLeft()
    {
        var options = new LedgerOptions { LargestWholeCallback = 2, ChunkSize = 1 };
        var giant = Tell.Kicked("a", "b", "c", "d");
        _journal.Holding = true;
        var process = new ProcessJournal(_journal);
        var recording = NewGroups(options, process).RecordAsync(giant, Cancellation);
        await _journal.WaitingAsync(1);
        _journal.Commit();
        await recording;
        await _journal.WaitingAsync(1);
        process.Kill();
        _journal.LoseWaiting();
        _journal.Holding = false;

        await using var restarted = NewGroups(options);
        foreach (var group in await _journal.PendingGroupsAsync(Cancellation))
        {
            await restarted.ResumeAsync(group, Cancellation);
        }

        await _journal.RecordedAsync(giant.Id);
        _journal[Tell.Group].Rows.Count.ShouldBe(4);
    }

    [Fact]
    public async Task JournalUsers_AsksForThisUserAlone()
    {
        var users = new JournalUsers(_history);
        var user = new UserKey("openim", "ann");
        var summary = new UserSummary(user, [], default);
        _history.UserAsync(user, Cancellation).Returns(summary);

        (await users.FindAsync(user, Cancellation)).ShouldBe(summary);
        await users.HistoryAsync(user, new AuditQuery { Source = "other", UserId = "other", Limit = 3 }, Cancellation);

        await _history.Received().PageAsync(
            new AuditQuery { Source = "openim", UserId = "ann", Limit = 3 }, Cancellation);
    }

    private LocalGroups NewGroups(LedgerOptions? options = null, IJournal? journal = null, int maxActive = 1000) => new(
        journal ?? _journal,
        _snapshots,
        _history,
        options ?? new LedgerOptions(),
        new LocalGroupsOptions { MaxActiveGroups = maxActive },
        _clock,
        NullLogger<GroupLedger>.Instance);

    private async Task RecordAsync(params Callback[] callbacks)
    {
        foreach (var callback in callbacks)
        {
            await _groups.RecordAsync(callback, Cancellation);
        }
    }

    private async Task<string[]> MembersAsync(GroupKey group) =>
        [.. (await _groups.MembersAsync(group, null, 100, Cancellation))!.Items.Select(member => member.UserId)];

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
