namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class MembershipTests
{
    private readonly GroupBook _book = new();

    [Fact]
    public void GroupNobodyTold_IsNotComplete()
    {
        _book.Take(Tell.Joined("ann"));

        _book.Summary.MembershipComplete.ShouldBeFalse();
        _book.Summary.Status.ShouldBe(GroupStatus.Active);
    }

    [Fact]
    public void Created_WithItsMemberList_IsComplete()
    {
        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner)));

        _book.Summary.MembershipComplete.ShouldBeTrue();
        _book.Summary.OwnerId.ShouldBe("ann");
    }

    [Fact]
    public void Created_WithoutAList_IsNotComplete()
    {
        _book.Take(Tell.CreatedWithoutList());

        _book.Summary.MembershipComplete.ShouldBeFalse();
    }

    [Fact]
    public void Imported_IsComplete()
    {
        _book.Take(Tell.Quit("ann"), Tell.Imported(Tell.User("bob")).Heard(1));

        _book.Summary.MembershipComplete.ShouldBeTrue();
    }

    [Fact]
    public void ExitOfAMember_LeavesItComplete()
    {
        _book.Take(Tell.Created(Tell.User("ann"), Tell.User("bob")));

        var entry = _book.Take(Tell.Quit("ann").Heard(1)).Entries.ShouldHaveSingleItem();

        entry.WasMember.ShouldBeTrue();
        _book.Summary.MembershipComplete.ShouldBeTrue();
    }

    [Fact]
    public void ExitOfAnUnknownUser_IsAppliedAndProvesThatItWasNotComplete()
    {
        _book.Take(Tell.Created(Tell.User("ann")));

        var entry = _book.Take(Tell.Kicked("bob").Heard(1)).Entries.ShouldHaveSingleItem();

        entry.Effect.ShouldBe(EntryEffect.Applied);
        entry.WasMember.ShouldBeFalse();
        _book.Summary.MembershipComplete.ShouldBeFalse();
        _book.Summary.Exits.Kicked.ShouldBe(1);
    }

    [Fact]
    public void StaleExitOfAnUnknownUser_ProvesNothing()
    {
        _book.Take(Tell.Created(Tell.User("ann")).At(0), Tell.Imported(Tell.User("ann")).At(10));

        _book.Take(Tell.Quit("bob").At(5)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Summary.MembershipComplete.ShouldBeTrue();
    }

    [Fact]
    public void CreatedHeardLate_DoesNotUndoAnImport()
    {
        _book.Take(Tell.Imported(Tell.User("ann")).At(10), Tell.CreatedWithoutList().At(5));

        _book.Summary.MembershipComplete.ShouldBeTrue();
    }

    [Fact]
    public void JoinOfAMember_IsNoOp()
    {
        _book.Take(Tell.Joined("ann").Heard(0));

        var entry = _book.Take(Tell.Joined("ann").Heard(60)).Entries.ShouldHaveSingleItem();

        (entry.Effect, entry.WasMember).ShouldBe((EntryEffect.NoOp, true));
        (_book.Summary.Joined, _book.Summary.MemberCount).ShouldBe((1, 1));
        _book.State["ann"].Since.ShouldBe(Tell.Time(0).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void DoubleExit_NeverCountsBelowTheSet()
    {
        _book.Take(Tell.Joined("ann", "bob"), Tell.Quit("ann").Heard(1), Tell.Kicked("ann").Heard(2));

        _book.Summary.MemberCount.ShouldBe(1);
        _book.Members.ShouldBe(["bob"]);
    }

    [Fact]
    public void CreatedTwice_TheSecondIsNoOp()
    {
        _book.Take(Tell.Created(Tell.User("ann")).Heard(0));

        _book.Take(Tell.Created(Tell.User("ann"), Tell.User("bob")).Heard(60)).Told
            .ShouldBe(["created - noop", "joined ann noop", "joined bob applied"]);
    }

    [Fact]
    public void CreatedWithDoubledRoles_TheHighestWins()
    {
        _book.Take(Tell.Created(
            Tell.User("ann", GroupRole.Owner), Tell.User("bob", GroupRole.Admin), Tell.User("ann", GroupRole.Member),
            Tell.User("bob", GroupRole.Member), Tell.User("cid", GroupRole.Member)));

        _book.Summary.OwnerId.ShouldBe("ann");
        _book.Summary.MemberCount.ShouldBe(3);
        _book.State["bob"].Role.ShouldBe(GroupRole.Admin);
        _book.State["cid"].Role.ShouldBe(GroupRole.Member);
    }

    [Fact]
    public void CreatedAfterItsMembersJoined_StillGivesTheirRoles()
    {
        _book.Take(Tell.Joined("ann", "bob").Heard(0));

        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob", GroupRole.Admin)).Heard(1)).Told
            .ShouldBe(["created - applied", "joined ann noop", "joined bob noop"]);
        _book.Summary.OwnerId.ShouldBe("ann");
        _book.State["bob"].Role.ShouldBe(GroupRole.Admin);
    }

    [Fact]
    public void JoinThatSaysNoRole_TakesNoneAway()
    {
        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner)).Heard(0), Tell.Joined("ann").Heard(60));

        _book.Summary.OwnerId.ShouldBe("ann");
        _book.State["ann"].Role.ShouldBe(GroupRole.Owner);
    }

    [Fact]
    public void Untracked_ExitsAreRecordedAndNobodyIsAMember()
    {
        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner)).Untracked()).Told
            .ShouldBe(["created - applied", "joined ann applied"]);
        _book.Take(Tell.Joined("bob").Untracked().Heard(1)).Told.ShouldBe(["joined bob applied"]);
        _book.Take(Tell.Joined("bob").Heard(60)).Told.ShouldBe(["joined bob applied"]);
        _book.Take(Tell.Quit("bob").Heard(61)).Told.ShouldBe(["quit bob applied"]);

        _book.Summary.Untracked.ShouldBeTrue();
        (_book.Summary.MemberCount, _book.Summary.MembershipComplete).ShouldBe((0, false));
        (_book.Summary.Joined, _book.Summary.Exits.Quit).ShouldBe((3, 1));
        _book.Members.ShouldBeEmpty();
    }

    [Fact]
    public void Untracked_ImportChangesNothing()
    {
        _book.Take(Tell.Joined("ann").Untracked());

        _book.Take(Tell.Imported(Tell.User("ann"), Tell.User("bob")).Heard(1)).Entries.ShouldBeEmpty();
    }
}
