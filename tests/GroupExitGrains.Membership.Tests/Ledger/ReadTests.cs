namespace GroupExitGrains.Membership.Tests.Ledger;

/// <summary>Reads show what is durable, whatever is in flight.</summary>
public sealed class ReadTests : LedgerTest
{
    public static TheoryData<string, Callback> Changes => new()
    {
        { "join", Tell.Joined("dan").At(10) },
        { "quit", Tell.Quit("bob").At(10) },
        { "kick", Tell.Kicked("ann", "bob", "zoe").At(10) },
        { "transfer", Tell.Transferred("ann", "bob").At(10) },
        { "role", Tell.Role("cid", GroupRole.Admin).At(10) },
        { "dismissal", Tell.Dismissed().At(10) },
        { "dismissal before a rejoin", Tell.Dismissed().At(0.5) },
        { "import", Tell.Imported(Tell.User("eve", GroupRole.Owner), Tell.User("ann")).At(10) },
        { "creation", Tell.Created(Tell.User("bob", GroupRole.Owner)).At(10) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task WhileAChangeIsInFlight_NothingOfItIsSeen(string what, Callback change)
    {
        await RecordAsync(
            Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob", GroupRole.Admin), Tell.User("cid")).At(0),
            Tell.Joined("bob").At(1));
        var before = await SeeAsync(Ledger);
        Journal.Holding = true;

        var recording = Ledger.RecordAsync(change);
        var behind = Ledger.RecordAsync(Tell.Quit("cid").At(20));

        (await SeeAsync(Ledger)).ShouldBe(before, what);
        Journal.Commit();
        await recording;
        var after = await SeeAsync(Ledger);
        after.ShouldNotBe(before, what);
        after.ShouldBe(await SeeAsync(NewLedger()), what);
        Journal.Commit();
        await behind;
        (await SeeAsync(Ledger)).ShouldBe(await SeeAsync(NewLedger()), what);
    }

    [Fact]
    public async Task WhileTheFirstCallbackIsInFlight_TheGroupIsUnknown()
    {
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Tell.Joined("ann"));
        await Journal.WaitingAsync(1);

        (await Ledger.FindAsync()).ShouldBeNull();
        (await Ledger.MembersAsync(null, 10)).ShouldBeNull();
        (await Ledger.MemberAsync("ann")).ShouldBeNull();
        (await Ledger.VerifyAsync(Cancellation)).ShouldBeNull();

        Journal.Commit();
        await recording;
        (await MembersAsync()).ShouldBe(["ann"]);
    }

    [Fact]
    public async Task AfterAFailure_NothingOfWhatWasLostIsSeen()
    {
        await RecordAsync(Tell.Joined("ann"));
        Journal.Holding = true;
        var recording = Ledger.RecordAsync(Tell.Joined("bob").Heard(1));

        Journal.Fail(written: false);
        await recording.ShouldThrowAsync<JournalUnavailableException>();

        (await MembersAsync()).ShouldBe(["ann"]);
        (await Ledger.FindAsync())!.MemberCount.ShouldBe(1);
    }

    [Fact]
    public async Task MembersAsync_GivesPagesByUserId()
    {
        await RecordAsync(Tell.Joined("e", "a", "D", "c", "b"));

        var first = (await Ledger.MembersAsync(after: null, 2)).ShouldNotBeNull();
        var second = (await Ledger.MembersAsync(first.Next, 2)).ShouldNotBeNull();
        var third = (await Ledger.MembersAsync(second.Next, 2)).ShouldNotBeNull();

        first.Items.Select(member => member.UserId).ShouldBe(["D", "a"]);
        second.Items.Select(member => member.UserId).ShouldBe(["b", "c"]);
        third.Items.Select(member => member.UserId).ShouldBe(["e"]);
        (first.Next, second.Next, third.Next).ShouldBe(("a", "c", null));
    }

    [Fact]
    public async Task Members_CarryRoleAndSince()
    {
        await RecordAsync(
            Tell.Joined("ann").At(5),
            Tell.Imported(Tell.User("ann", GroupRole.Owner), Tell.User("bob", since: Tell.Time(-9)), Tell.User("cid")).At(6));

        (await Ledger.MemberAsync("ann")).ShouldBe(new Member("ann", GroupRole.Owner, Tell.Time(5)));
        (await Ledger.MemberAsync("bob")).ShouldBe(new Member("bob", GroupRole.Unknown, Tell.Time(-9)));
        (await Ledger.MemberAsync("cid")).ShouldBe(new Member("cid", GroupRole.Unknown, Since: null));
        (await Ledger.MemberAsync("dan")).ShouldBeNull();
    }

    [Fact]
    public async Task OnlyTheOwner_IsShownAsOwner()
    {
        await RecordAsync(
            Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob")).At(0),
            Tell.Imported(Tell.User("ann"), Tell.User("bob", GroupRole.Owner)).At(1));

        (await Ledger.FindAsync())!.OwnerId.ShouldBe("bob");
        (await Ledger.MemberAsync("ann"))!.Role.ShouldBe(GroupRole.Member);
    }

    [Fact]
    public async Task FindAsync_JournalDown_SaysSo()
    {
        Journal.Unreadable = true;
        await Should.ThrowAsync<JournalUnavailableException>(() => Ledger.FindAsync());

        Journal.Unreadable = false;
        (await Ledger.FindAsync()).ShouldBeNull();
    }

    private static async Task<string> SeeAsync(GroupLedger ledger)
    {
        var summary = (await ledger.FindAsync()).ShouldNotBeNull();
        var members = (await ledger.MembersAsync(after: null, 100)).ShouldNotBeNull().Items;
        foreach (var userId in new[] { "ann", "bob", "cid", "dan", "eve", "zoe" })
        {
            (await ledger.MemberAsync(userId)).ShouldBe(members.SingleOrDefault(member => member.UserId == userId));
        }

        members.Count.ShouldBe(summary.MemberCount);
        return $"{summary}\n{string.Join('\n', members)}";
    }
}
