using GroupExitGrains.Membership;

namespace GroupExitGrains.Conformance;

public abstract partial class GroupsConformance
{
    [Fact]
    public async Task Reads_OfAGroupNeverHeardOf_SayNothing()
    {
        var group = Sample.NewGroup("unknown");

        (await Groups.FindAsync(group, Stop)).ShouldBeNull();
        (await Groups.MembersAsync(group, after: null, 10, Stop)).ShouldBeNull();
        (await Groups.MemberAsync(group, "ann", Stop)).ShouldBeNull();
        (await Groups.HistoryAsync(group, new AuditQuery(), Stop)).ShouldBeNull();
        (await Groups.VerifyAsync(group, Stop)).ShouldBeNull();
        (await Users.FindAsync(new UserKey(group.Source, group.GroupId), Stop)).ShouldBeNull();

        // Having been asked for is not having been heard of.
        await RecordAsync(group, ChangeKind.Quit, "ann");
        (await Groups.FindAsync(group, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Find_RightAfterEachCallback_ShowsIt()
    {
        var group = Sample.NewGroup();
        for (var i = 1; i <= 20; i++)
        {
            await RecordAsync(group, ChangeKind.Joined, $"u{i}");
            (await Groups.FindAsync(group, Stop)).ShouldNotBeNull().MemberCount.ShouldBe(i);
        }
    }

    [Fact]
    public async Task Members_InPages_ComeByUserIdEachOnce()
    {
        var group = Sample.NewGroup();
        var users = Sample.Users(25);
        await RecordAsync(group, ChangeKind.Joined, [.. users.Reverse()]);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await Groups.MembersAsync(group, after, 10, Stop)).ShouldNotBeNull();
            seen.AddRange(page.Items.Select(member => member.UserId));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(users);
    }

    [Fact]
    public async Task Member_ThatLeft_IsNoneAnyMore()
    {
        var group = Sample.NewGroup();
        await RecordAsync(group, ChangeKind.Joined, "ann", "bob");
        await RecordAsync(group, ChangeKind.Quit, "ann");

        (await Groups.MemberAsync(group, "ann", Stop)).ShouldBeNull();
        (await Groups.MemberAsync(group, "bob", Stop)).ShouldNotBeNull().UserId.ShouldBe("bob");
    }

    [Fact]
    public async Task History_WithFiltersAndPages_ShowsNewestFirst()
    {
        var group = Sample.NewGroup();
        foreach (var user in Sample.Users(5))
        {
            await RecordAsync(group, ChangeKind.Joined, user);
            await RecordAsync(group, ChangeKind.Quit, user);
        }

        var query = new AuditQuery { Kinds = [EntryKind.Quit], Limit = 3 };
        var first = (await Groups.HistoryAsync(group, query, Stop)).ShouldNotBeNull();
        var second = (await Groups.HistoryAsync(group, query with { After = Cursor(first.Next) }, Stop)).ShouldNotBeNull();

        first.Items.Select(entry => entry.Entry.UserId).ShouldBe(["u00004", "u00003", "u00002"]);
        second.Items.Select(entry => entry.Entry.UserId).ShouldBe(["u00001", "u00000"]);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task History_OfAnEntry_HasAllThatAnAuditorMayRelyOn()
    {
        var group = Sample.NewGroup();
        var callback = Sample.Callback(group, new GroupChange
        {
            Kind = ChangeKind.Kicked,
            GroupId = group.GroupId,
            Users = [new ChangedUser("ann")],
            OperatorId = "boss",
            OperatorBasis = OperatorBasis.Reported,
            Reason = "Violation of group rules 🚪",
            OccurredAt = DateTimeOffset.UnixEpoch.AddDays(20_000),
            GroupType = "Public",
        }) with
        { ClientIp = "192.0.2.1", ClientPlatform = "Web" };
        await Groups.RecordAsync(callback, Stop);

        var entry = (await WholeHistoryAsync(group)).ShouldHaveSingleItem();
        entry.Position.ShouldBePositive();
        entry.PreviousHash.ShouldBe(EntryHash.Zero);
        entry.Entry.Kind.ShouldBe(EntryKind.Kicked);
        var facts = entry.Facts;
        facts.CallbackId.ShouldBe(callback.Id);
        facts.Group.ShouldBe(group);
        facts.ReceivedAt.ShouldBe(callback.ReceivedAt);
        (facts.Command, facts.OperationId, facts.OperatorId, facts.OperatorBasis, facts.Reason)
            .ShouldBe((callback.Command, callback.OperationId, "boss", OperatorBasis.Reported, callback.Change.Reason));
        (facts.OccurredAt, facts.GroupType, facts.ClientIp, facts.ClientPlatform)
            .ShouldBe((callback.Change.OccurredAt, "Public", "192.0.2.1", "Web"));
        facts.RequestDigest.ShouldBe(EntryChain.Digest(RawRequestCodec.Encode(callback.Request)));
    }

    [Fact]
    public async Task Users_OverSeveralGroups_HaveGroupsNowAndHistory()
    {
        var stays = Sample.NewGroup("stays");
        var leaves = Sample.NewGroup("leaves");
        var user = new UserKey(stays.Source, $"user-{Guid.NewGuid():N}/+%");
        await RecordAsync(stays, ChangeKind.Joined, user.UserId);
        await RecordAsync(leaves, ChangeKind.Joined, user.UserId);
        await RecordAsync(leaves, ChangeKind.Kicked, user.UserId);

        var summary = (await Users.FindAsync(user, Stop)).ShouldNotBeNull();
        var history = await Users.HistoryAsync(user, new AuditQuery(), Stop);

        summary.Groups.Select(membership => membership.GroupId).ShouldBe([stays.GroupId]);
        summary.Exits.Kicked.ShouldBe(1);
        history.Items.Select(entry => (entry.Facts.Group, entry.Entry.Kind)).ShouldBe(
            [(leaves, EntryKind.Kicked), (leaves, EntryKind.Joined), (stays, EntryKind.Joined)]);
    }

    [Fact]
    public async Task Resume_OfAGroupWithNothingPending_ChangesNothing()
    {
        var group = Sample.NewGroup();
        await RecordAsync(group, ChangeKind.Quit, "ann");

        await Groups.ResumeAsync(group, Stop);

        await ShouldBeSoundAsync(group, 1);
    }
}
