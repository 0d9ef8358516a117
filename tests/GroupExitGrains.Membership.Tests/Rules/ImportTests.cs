namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class ImportTests
{
    private readonly GroupBook _book = new();

    [Fact]
    public void Import_AddsThoseListed_AndFindsThoseGone()
    {
        _book.Take(Tell.Joined("ann", "dan", "cid").Heard(0));

        _book.Take(Tell.Imported(Tell.User("bob"), Tell.User("ann")).Heard(10)).Told
            .ShouldBe(["imported bob applied", "imported ann noop", "left cid applied", "left dan applied"]);
        _book.Members.ShouldBe(["ann", "bob"]);
        (_book.Summary.Joined, _book.Summary.Exits.Left).ShouldBe((3, 2));
    }

    [Fact]
    public void Import_WithoutAsOf_IsOfItsReceipt()
    {
        _book.Take(Tell.Joined("ann").At(10), Tell.Imported().Heard(9));

        _book.Members.ShouldBe(["ann"]);
    }

    [Fact]
    public void ChangesNewerThanTheImport_Stand()
    {
        _book.Take(
            Tell.Joined("early").At(0), Tell.Joined("late").At(20), Tell.Joined("gone").At(1), Tell.Quit("gone").At(20));

        _book.Take(Tell.Imported(Tell.User("gone"), Tell.User("new")).Heard(30).Occurred(10)).Told
            .ShouldBe(["imported gone stale", "imported new applied", "left early applied"]);
        _book.Members.ShouldBe(["late", "new"]);
    }

    [Fact]
    public void ChangesOlderThanTheImport_AreStale()
    {
        _book.Take(Tell.Imported(Tell.User("ann")).At(10));

        _book.Take(Tell.Quit("ann").At(9)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Take(Tell.Joined("bob").At(9)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Members.ShouldBe(["ann"]);
    }

    [Fact]
    public void Import_KeepsSinceOfThoseKnown_AndTakesTheImportersForOthers()
    {
        _book.Take(Tell.Joined("ann").At(5));

        _book.Take(Tell.Imported(
            Tell.User("ann", since: Tell.Time(-100)), Tell.User("bob", since: Tell.Time(-50)), Tell.User("cid")).At(10));

        Since("ann").ShouldBe(Tell.Time(5).ToUnixTimeMilliseconds());
        Since("bob").ShouldBe(Tell.Time(-50).ToUnixTimeMilliseconds());
        Since("cid").ShouldBe(UserState.Never);
    }

    [Fact]
    public void Import_WithAnotherRole_IsApplied()
    {
        _book.Take(Tell.Joined("ann", "bob").At(0), Tell.Imported(Tell.User("ann", GroupRole.Owner), Tell.User("bob")).At(1))
            .Told.ShouldBe(["imported ann applied", "imported bob noop"]);

        _book.Summary.OwnerId.ShouldBe("ann");
    }

    [Fact]
    public void OwnerWhoIsNotListed_HasLeft_EvenIfNotKnownAsAMember()
    {
        _book.Take(Tell.Transferred(null, "zoe").At(0));

        var left = _book.Take(Tell.Imported(Tell.User("ann")).At(1)).Entries[^1];

        (left.Kind, left.UserId, left.WasMember).ShouldBe((EntryKind.Left, "zoe", false));
        _book.Summary.OwnerId.ShouldBeNull();
        _book.Summary.MembershipComplete.ShouldBeTrue();
    }

    [Fact]
    public void TransferOlderThanTheImport_ToAUserItDoesNotList_MakesNoOwner()
    {
        _book.Take(Tell.Imported(Tell.User("ann")).At(10), Tell.Transferred(null, "zoe").At(9));

        _book.Summary.OwnerId.ShouldBeNull();
        _book.Take(Tell.Transferred(null, "ann").At(9.5));
        _book.Summary.OwnerId.ShouldBe("ann");
    }

    [Fact]
    public void RoleNewerThanTheImport_Stands()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Role("ann", GroupRole.Admin).At(10));

        _book.Take(Tell.Imported(Tell.User("ann", GroupRole.Member)).Heard(20).Occurred(5)).Effect.ShouldBe(EntryEffect.NoOp);
        _book.State["ann"].Role.ShouldBe(GroupRole.Admin);
    }

    [Fact]
    public void TransferNewerThanTheImport_Stands()
    {
        _book.Take(Tell.Transferred(null, "zoe").At(10));

        _book.Take(Tell.Imported(Tell.User("ann")).Heard(20).Occurred(5)).Told.ShouldBe(["imported ann applied"]);
        _book.Summary.OwnerId.ShouldBe("zoe");
    }

    [Fact]
    public void Import_OfAnEmptyList_IsKnowledgeToo()
    {
        _book.Take(Tell.Imported().Heard(0)).Told.ShouldBe(["imported - applied"]);
        _book.Summary.MembershipComplete.ShouldBeTrue();

        _book.Take(Tell.Imported().Heard(60)).Told.ShouldBe(["imported - noop"]);
    }

    [Fact]
    public void Import_OfAnEmptyListOverMembers_RemovesThem()
    {
        _book.Take(Tell.Joined("ann"), Tell.Imported().Heard(1)).Told.ShouldBe(["left ann applied"]);

        (_book.Summary.MemberCount, _book.Summary.MembershipComplete).ShouldBe((0, true));
    }

    [Fact]
    public void Import_NewerThanADismissal_ReopensTheGroup()
    {
        _book.Take(Tell.Dismissed().At(10), Tell.Imported(Tell.User("ann")).At(5));
        _book.Summary.Status.ShouldBe(GroupStatus.Dismissed);

        _book.Take(Tell.Imported(Tell.User("ann")).At(11));
        (_book.Summary.Status, _book.Summary.MembershipComplete).ShouldBe((GroupStatus.Active, true));
    }

    [Fact]
    public void ImportRepeated_IsADuplicate()
    {
        var import = Tell.Imported(Tell.User("ann"), Tell.User("bob")).At(10);
        _book.Take(import);

        _book.Take(import.Again(11)).DuplicateOf.ShouldBe(import.Id);
    }

    private long Since(string userId) => _book.State[userId].Since;
}
