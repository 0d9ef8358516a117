namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class RoleTests
{
    private readonly GroupBook _book = new();

    public RoleTests() => _book.Take(
        Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob", GroupRole.Admin), Tell.User("cid", GroupRole.Member)));

    [Fact]
    public void RoleChanged_NewestWins_SameIsNoOp()
    {
        _book.Take(Tell.Role("cid", GroupRole.Admin).At(10)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Take(Tell.Role("cid", GroupRole.Member).At(9)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Take(Tell.Role("cid", GroupRole.Admin).At(11)).Effect.ShouldBe(EntryEffect.NoOp);
        Role("cid").ShouldBe(GroupRole.Admin);
    }

    [Fact]
    public void Transfer_SwappingRoles_GivesTheOldOwnerTheNewOnesRole()
    {
        _book.Take(Tell.Transferred("ann", "bob").SwappingRoles().Heard(1));

        _book.Summary.OwnerId.ShouldBe("bob");
        (Role("ann"), Role("bob")).ShouldBe((GroupRole.Admin, GroupRole.Owner));
    }

    [Fact]
    public void Transfer_SwappingRoles_ToAnOrdinaryMember()
    {
        _book.Take(Tell.Transferred("ann", "cid").SwappingRoles().Heard(1));

        (Role("ann"), Role("cid")).ShouldBe((GroupRole.Member, GroupRole.Owner));
    }

    [Fact]
    public void Transfer_NotSwappingRoles_MakesTheOldOwnerOrdinary()
    {
        _book.Take(Tell.Transferred(null, "bob").Heard(1));

        (Role("ann"), Role("bob")).ShouldBe((GroupRole.Member, GroupRole.Owner));
    }

    [Fact]
    public void Transfer_ToTheOwner_IsNoOp() =>
        _book.Take(Tell.Transferred(null, "ann").Heard(1)).Effect.ShouldBe(EntryEffect.NoOp);

    [Fact]
    public void OlderTransfer_IsStale()
    {
        _book.Take(Tell.Transferred("ann", "bob").At(10));

        _book.Take(Tell.Transferred("ann", "cid").At(9)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Summary.OwnerId.ShouldBe("bob");
        Role("cid").ShouldBe(GroupRole.Member);
    }

    [Fact]
    public void OwnerOfAnOlderCreation_IsNotTheOwnerNow()
    {
        _book.Take(Tell.Dismissed().At(1), Tell.Transferred("ann", "bob").At(20));

        _book.Take(Tell.Created(Tell.User("dan", GroupRole.Owner)).At(10));

        _book.Summary.OwnerId.ShouldBe("bob");
    }

    [Fact]
    public void OwnerLeaving_LeavesTheGroupWithoutAnOwner()
    {
        _book.Take(Tell.Quit("ann").Heard(1));

        _book.Summary.OwnerId.ShouldBeNull();
        Role("ann").ShouldBe(GroupRole.Unknown);
    }

    [Fact]
    public void OwnerLeavingAndComingBack_IsAnOrdinaryMember()
    {
        _book.Take(Tell.Quit("ann").Heard(1), Tell.Joined("ann").Heard(2));

        _book.Summary.OwnerId.ShouldBeNull();
        Role("ann").ShouldBe(GroupRole.Unknown);
    }

    [Fact]
    public void OwnerWhoLeft_DoesNotShutOutATransferMadeBefore()
    {
        _book.Take(Tell.Quit("ann").At(10));

        _book.Take(Tell.Transferred("ann", "bob").At(9)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Summary.OwnerId.ShouldBe("bob");
    }

    [Fact]
    public void TransferToAUserWhoLeftSince_LeavesTheGroupWithoutAnOwner()
    {
        _book.Take(Tell.Quit("bob").At(10), Tell.Transferred("ann", "bob").At(9));

        _book.Summary.OwnerId.ShouldBeNull();
        Role("ann").ShouldBe(GroupRole.Member);
    }

    [Fact]
    public void ExitBeforeALaterJoin_StillEndsTheRoleBeforeIt()
    {
        _book.Take(Tell.Joined("ann").At(10));

        _book.Take(Tell.Quit("ann").At(5)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Members.ShouldContain("ann");
        _book.Summary.OwnerId.ShouldBeNull();
        Role("ann").ShouldBe(GroupRole.Unknown);
    }

    [Fact]
    public void OwnerMadeAdmin_IsTheOwnerNoMore()
    {
        _book.Take(Tell.Role("ann", GroupRole.Admin).Heard(1));

        _book.Summary.OwnerId.ShouldBeNull();
    }

    [Fact]
    public void DismissedGroupsRoles_AreGone()
    {
        _book.Take(Tell.Joined("bob").At(20), Tell.Dismissed().At(10));

        _book.Members.ShouldBe(["bob"]);
        Role("bob").ShouldBe(GroupRole.Unknown);
        _book.Take(Tell.Role("bob", GroupRole.Admin).At(9)).Effect.ShouldBe(EntryEffect.Stale);
    }

    private GroupRole Role(string userId) => _book.State[userId].Role;
}
