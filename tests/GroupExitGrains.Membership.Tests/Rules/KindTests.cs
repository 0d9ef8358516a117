namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class KindTests
{
    private readonly GroupBook _book = new();

    [Fact]
    public void EachKindOfChange_MakesItsKindOfEntry()
    {
        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob"))).Told
            .ShouldBe(["created - applied", "joined ann applied", "joined bob applied"]);
        _book.Take(Tell.Joined("cid").Heard(1)).Told.ShouldBe(["joined cid applied"]);
        _book.Take(Tell.Role("bob", GroupRole.Admin).Heard(2)).Told.ShouldBe(["rolechanged bob applied"]);
        _book.Take(Tell.Transferred("ann", "bob").Heard(3)).Told.ShouldBe(["ownerchanged bob applied"]);
        _book.Take(Tell.Quit("ann").Heard(4)).Told.ShouldBe(["quit ann applied"]);
        _book.Take(Tell.Kicked("cid").Heard(5)).Told.ShouldBe(["kicked cid applied"]);
        _book.Take(Tell.Imported(Tell.User("dan")).Heard(6)).Told
            .ShouldBe(["imported dan applied", "left bob applied"]);
        _book.Take(Tell.Dismissed("dan").Heard(7)).Told.ShouldBe(["dismissed dan applied", "dismissed - applied"]);
    }

    [Fact]
    public void Counters_CountAppliedEntries()
    {
        _book.Take(
            Tell.Created(Tell.User("ann"), Tell.User("bob"), Tell.User("cid"), Tell.User("dan")).At(0),
            Tell.Joined("ann").At(1),
            Tell.Joined("eve").At(2),
            Tell.Quit("ann").At(3),
            Tell.Quit("eve").At(1),
            Tell.Kicked("bob").At(4),
            Tell.Imported(Tell.User("cid"), Tell.User("eve")).At(5),
            Tell.Dismissed("eve").At(6));

        _book.Summary.Joined.ShouldBe(5);
        _book.Summary.Exits.ShouldBe(new ExitCounts(Quit: 1, Kicked: 1, Dismissed: 2, Left: 1));
        _book.Summary.MemberCount.ShouldBe(0);
    }

    [Fact]
    public void KickOfMany_MakesAnEntryEach()
    {
        _book.Take(Tell.Joined("ann", "bob", "cid"));

        var taken = _book.Take(Tell.Kicked("cid", "ann", "bob").Heard(1));

        taken.Told.ShouldBe(["kicked cid applied", "kicked ann applied", "kicked bob applied"]);
        taken.Entries.Select(entry => entry.Sequence).ShouldBe([4, 5, 6]);
    }

    [Fact]
    public void Facts_HoldWhatWasSentAndNothingElse()
    {
        var bare = _book.Take(Tell.Kicked("ann")).Facts;

        (bare.OperatorId, bare.Reason, bare.OccurredAt, bare.ClientIp, bare.ClientPlatform, bare.OperationId)
            .ShouldBe((null, null, null, null, null, null));
        bare.OperatorBasis.ShouldBe(OperatorBasis.Unknown);
    }

    [Fact]
    public void Facts_KeepAllThatWasSent()
    {
        var callback = Tell.Kicked("bob").At(3).Operation("op-1").Changed(change => change with
        {
            OperatorId = "ann",
            OperatorBasis = OperatorBasis.Reported,
            Reason = "Violation of group rules",
            GroupType = "Public",
        }) with
        {
            ClientIp = "192.0.2.7",
            ClientPlatform = "Android",
        };

        var facts = _book.Take(callback).Facts;

        facts.CallbackId.ShouldBe(callback.Id);
        facts.Group.ShouldBe(callback.Group);
        facts.Command.ShouldBe(callback.Command);
        facts.OperationId.ShouldBe("op-1");
        facts.ReceivedAt.ShouldBe(Tell.Time(3));
        facts.OccurredAt.ShouldBe(Tell.Time(3));
        (facts.OperatorId, facts.OperatorBasis).ShouldBe(("ann", OperatorBasis.Reported));
        facts.Reason.ShouldBe("Violation of group rules");
        (facts.ClientIp, facts.ClientPlatform).ShouldBe(("192.0.2.7", "Android"));
        facts.GroupType.ShouldBe("Public");
        facts.RequestDigest.ShouldBe(EntryChain.Digest(RawRequestCodec.Encode(callback.Request)));
    }

    [Fact]
    public void GroupType_IsThatOfTheLastCallbackThatHadOne()
    {
        _book.Take(Tell.Joined("ann").Changed(change => change with { GroupType = "Work" }), Tell.Quit("ann").Heard(1));

        _book.Summary.Type.ShouldBe("Work");
    }
}
