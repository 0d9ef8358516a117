namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class DismissalTests
{
    private readonly GroupBook _book = new();

    [Fact]
    public void Dismissal_RemovesEachKnownOrListedMember_AndTheGroup()
    {
        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("dan"), Tell.User("cid")));

        var taken = _book.Take(Tell.Dismissed("zoe", "ann").Heard(1));

        taken.Told.ShouldBe(
            ["dismissed zoe applied", "dismissed ann applied", "dismissed cid applied", "dismissed dan applied", "dismissed - applied"]);
        taken.Entries.Select(entry => entry.WasMember).ShouldBe([false, true, true, true, false]);
        _book.Summary.Status.ShouldBe(GroupStatus.Dismissed);
        _book.Summary.OwnerId.ShouldBeNull();
        (_book.Summary.MemberCount, _book.Summary.Exits.Dismissed).ShouldBe((0, 4));
    }

    [Fact]
    public void Dismissal_WithoutAList_RemovesTheKnown()
    {
        _book.Take(Tell.Joined("ann", "bob"));

        _book.Take(Tell.Dismissed().Heard(1)).Told
            .ShouldBe(["dismissed ann applied", "dismissed bob applied", "dismissed - applied"]);
    }

    [Fact]
    public void Dismissal_OfAGroupNobodyHeardOf_IsRecorded()
    {
        _book.Take(Tell.Dismissed()).Told.ShouldBe(["dismissed - applied"]);
        _book.Summary.Status.ShouldBe(GroupStatus.Dismissed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public void SecondDismissal_WithAnEmptyList_IsADuplicate(double later)
    {
        var first = Tell.Dismissed("ann", "bob").Heard(0);
        _book.Take(Tell.Joined("ann"), first);

        _book.Take(Tell.Dismissed().Heard(later)).DuplicateOf.ShouldBe(first.Id);
        _book.Summary.Exits.Dismissed.ShouldBe(2);
    }

    [Fact]
    public void SecondDismissal_WithTheListAfterTheEmptyOne_AddsThoseNotYetDismissed()
    {
        _book.Take(Tell.Joined("ann"), Tell.Dismissed().Heard(1));

        _book.Take(Tell.Dismissed("ann", "bob", "cid").Heard(2)).Told
            .ShouldBe(["dismissed bob applied", "dismissed cid applied"]);
        _book.Summary.Exits.Dismissed.ShouldBe(3);
    }

    [Fact]
    public void SecondDismissal_ReceivedAMomentEarlier_StillDismissesThoseListed()
    {
        _book.Take(Tell.Dismissed().Heard(1.001));

        _book.Take(Tell.Dismissed("ann").Heard(1)).Told.ShouldBe(["dismissed ann applied"]);
        _book.Summary.Exits.Dismissed.ShouldBe(1);
        _book.Take(Tell.Dismissed("ann").Body("third").Heard(2)).DuplicateOf.ShouldNotBeNull();
    }

    [Fact]
    public void SecondDismissal_OfAUserWhoLeftLater_IsStale()
    {
        _book.Take(Tell.Dismissed().At(1), Tell.Quit("ann").At(3));

        _book.Take(Tell.Dismissed("ann").At(2)).Told.ShouldBe(["dismissed ann stale"]);
    }

    [Fact]
    public void SecondDismissal_Repeated_IsADuplicateEvenOfThoseItWasStaleFor()
    {
        var second = Tell.Dismissed("ann", "bob").At(2);
        _book.Take(Tell.Quit("ann").At(3), Tell.Dismissed("bob").At(1), second).Told.ShouldBe(["dismissed ann stale"]);

        _book.Take(second.Again(4)).DuplicateOf.ShouldNotBeNull();
    }

    [Fact]
    public void SecondDismissal_WithPartOfTheList_IsADuplicate()
    {
        var first = Tell.Dismissed("ann", "bob", "cid").Heard(0);
        _book.Take(first);

        _book.Take(Tell.Dismissed("cid", "ann").Heard(100)).DuplicateOf.ShouldBe(first.Id);
    }

    [Fact]
    public void DismissalsWithPartialLists_AddEachUserOnce()
    {
        _book.Take(Tell.Dismissed("ann", "bob").Heard(0), Tell.Dismissed("bob", "cid").Heard(1)).Told
            .ShouldBe(["dismissed cid applied"]);
        _book.Take(Tell.Dismissed("cid", "bob", "ann").Heard(2)).DuplicateOf.ShouldNotBeNull();
        _book.Summary.Exits.Dismissed.ShouldBe(3);
    }

    [Fact]
    public void OlderJoin_IsStaleEvenForAUserNobodyHadHeardOf()
    {
        _book.Take(Tell.Dismissed().At(10));

        _book.Take(Tell.Joined("ann").At(9)).Told.ShouldBe(["joined ann stale"]);
        _book.Summary.Status.ShouldBe(GroupStatus.Dismissed);
        _book.Members.ShouldBeEmpty();
    }

    [Fact]
    public void OlderCreation_IsStale_AndItsOwnerOwnsNothing()
    {
        _book.Take(Tell.Dismissed().At(10));

        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner)).At(5)).Told
            .ShouldBe(["created - stale", "joined ann stale"]);
        _book.Summary.OwnerId.ShouldBeNull();
        _book.Summary.MembershipComplete.ShouldBeFalse();
    }

    [Fact]
    public void NewerJoin_ReopensTheGroup_AndOthersAreNotKnown()
    {
        _book.Take(Tell.Created(Tell.User("bob")).At(0), Tell.Dismissed().At(10));

        _book.Take(Tell.Joined("ann").At(11)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Summary.Status.ShouldBe(GroupStatus.Active);
        _book.Summary.MembershipComplete.ShouldBeFalse();
        _book.Members.ShouldBe(["ann"]);
    }

    [Fact]
    public void NewerCreation_ReopensTheGroup_Complete()
    {
        _book.Take(Tell.Created(Tell.User("bob")).At(0), Tell.Dismissed().At(10));

        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner)).At(11)).Told
            .ShouldBe(["created - applied", "joined ann applied"]);
        (_book.Summary.Status, _book.Summary.MembershipComplete).ShouldBe((GroupStatus.Active, true));
        _book.Summary.OwnerId.ShouldBe("ann");
    }

    [Fact]
    public void Dismissal_OlderThanTheGroupsNewLife_SparesWhoJoinedSince()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Joined("bob").At(20));

        _book.Take(Tell.Dismissed("bob").At(10)).Told
            .ShouldBe(["dismissed bob stale", "dismissed ann applied", "dismissed - stale"]);
        _book.Summary.Status.ShouldBe(GroupStatus.Active);
        _book.Members.ShouldBe(["bob"]);
        _book.Take(Tell.Joined("cid").At(9)).Effect.ShouldBe(EntryEffect.Stale);
    }

    [Fact]
    public void Dismissal_OlderThanTheGroupsNewLife_IsStaleInWhateverOrderThatWasHeard()
    {
        _book.Take(Tell.Joined("bob").At(20), Tell.Joined("ann").At(0));

        _book.Take(Tell.Dismissed().At(10)).Told.ShouldBe(["dismissed ann applied", "dismissed - stale"]);
    }

    [Fact]
    public void OlderDismissal_DoesNotMakeAnOlderJoinBelievedThatANewerOneShutOut()
    {
        _book.Take(Tell.Dismissed().At(20), Tell.Joined("bob").At(25), Tell.Dismissed().At(10));

        _book.Take(Tell.Joined("ann").At(15)).Effect.ShouldBe(EntryEffect.Stale);
    }

    [Fact]
    public void RolesGivenSinceADismissal_Stand()
    {
        _book.Take(Tell.Joined("bob").At(20), Tell.Role("bob", GroupRole.Admin).At(21), Tell.Dismissed().At(10));

        _book.State["bob"].Role.ShouldBe(GroupRole.Admin);
    }

    [Fact]
    public void Dismissal_OlderThanTheGroupsNewLife_StillEndsTheOwnershipBefore()
    {
        _book.Take(Tell.Transferred(null, "ann").At(0), Tell.Joined("bob").At(20), Tell.Dismissed().At(10));

        _book.Summary.OwnerId.ShouldBeNull();
    }

    [Fact]
    public void RepeatedJoin_ShowsLife_SoThatAnOlderDismissalIsStale()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Joined("ann").At(20));

        _book.Take(Tell.Dismissed().At(10)).Told.ShouldBe(["dismissed - stale"]);
        _book.Summary.Status.ShouldBe(GroupStatus.Active);
    }

    [Fact]
    public void RepeatedCreation_ShowsLife_SoThatAnOlderDismissalIsStale()
    {
        _book.Take(Tell.CreatedWithoutList().At(0), Tell.CreatedWithoutList().At(20));

        _book.Take(Tell.Dismissed().At(10)).Told.ShouldBe(["dismissed - stale"]);
    }

    [Fact]
    public void JoinOfWhoLeftAgain_ShowsThatTheGroupCameBack()
    {
        _book.Take(Tell.Dismissed().At(10), Tell.Quit("ann").At(20));
        _book.Summary.Status.ShouldBe(GroupStatus.Dismissed);

        _book.Take(Tell.Joined("ann").At(15)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Summary.Status.ShouldBe(GroupStatus.Active);
    }

    [Fact]
    public void DismissedReopenedDismissed_RecordsBoth()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Dismissed().At(10), Tell.Joined("ann").At(20));

        _book.Take(Tell.Dismissed().At(30)).Told.ShouldBe(["dismissed ann applied", "dismissed - applied"]);
        (_book.Summary.Status, _book.Summary.Exits.Dismissed).ShouldBe((GroupStatus.Dismissed, 2));
    }
}
