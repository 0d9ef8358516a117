namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class DuplicateTests
{
    private readonly GroupBook _book = new();

    [Theory]
    [InlineData(10, true)]
    [InlineData(10.001, false)]
    [InlineData(-10, true)]
    [InlineData(-10.001, false)]
    public void BodyAlone_IsRecognisedForTenSeconds(double later, bool duplicate)
    {
        var first = Tell.Quit("ann").Heard(0);
        _book.Take(first);

        var taken = _book.Take(first.Again(later));

        taken.DuplicateOf.ShouldBe(duplicate ? first.Id : null);
        taken.Entries.Count.ShouldBe(duplicate ? 0 : 1);
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(600.001, false)]
    public void OperationId_IsRecognisedForTenMinutes(double later, bool duplicate)
    {
        var first = Tell.Quit("ann").Operation("op-1").Heard(0);
        _book.Take(first);

        _book.Take(first.Again(later).Body("another")).DuplicateOf.ShouldBe(duplicate ? first.Id : null);
    }

    [Theory]
    [InlineData(86_400, true)]
    [InlineData(86_400.001, false)]
    public void EventTime_IsRecognisedFor24Hours(double later, bool duplicate)
    {
        var first = Tell.Kicked("ann").Operation("op-1").At(0);
        _book.Take(first);

        _book.Take(first.Again(later).Operation("op-2").Body("another")).DuplicateOf
            .ShouldBe(duplicate ? first.Id : null);
    }

    [Fact]
    public void Windows_AreSettings()
    {
        var book = new GroupBook(new LedgerOptions { BodyWindow = TimeSpan.FromSeconds(1) });
        var first = Tell.Quit("ann").Heard(0);
        book.Take(first);

        book.Take(first.Again(1.001)).DuplicateOf.ShouldBeNull();
    }

    public static TheoryData<string, Func<Callback, Callback>> Differences => new()
    {
        { "source", callback => callback with { Source = "other" } },
        { "command", callback => callback with { Command = "other" } },
        { "group", callback => callback.InGroup("other") },
        { "kind", callback => callback.Changed(change => change with { Kind = ChangeKind.Quit }) },
        { "users", callback => callback.Changed(change => change with { Users = [Tell.User("ann")] }) },
        { "roles", callback => callback.Changed(change => change with { Users = [Tell.User("ann", GroupRole.Admin), Tell.User("bob")] }) },
        { "old owner", callback => callback.Changed(change => change with { OldOwnerId = "ann" }) },
        { "reason", callback => callback.Changed(change => change with { Reason = "other" }) },
        { "no reason", callback => callback.Changed(change => change with { Reason = null }) },
        { "event time", callback => callback.Occurred(1) },
    };

    [Theory]
    [MemberData(nameof(Differences), DisableDiscoveryEnumeration = true)]
    public void WhateverDiffers_IsNoDuplicate(string what, Func<Callback, Callback> alter)
    {
        var first = Tell.Kicked("ann", "bob").At(0).Changed(change => change with { Reason = "spam" });
        var other = alter(first.Again(1));

        FingerprintOf.Callback(other).Fingerprint.ShouldNotBe(FingerprintOf.Callback(first).Fingerprint, what);
    }

    [Fact]
    public void WithoutEventTime_OperationIdAndBodyTellCallbacksApart()
    {
        var first = Tell.Quit("ann");

        FingerprintOf.Callback(first.Body("other")).Fingerprint.ShouldNotBe(FingerprintOf.Callback(first).Fingerprint);
        FingerprintOf.Callback(first.Operation("a")).Fingerprint
            .ShouldNotBe(FingerprintOf.Callback(first.Operation("b")).Fingerprint);
        FingerprintOf.Callback(first.Operation("a").Body("other")).Fingerprint
            .ShouldBe(FingerprintOf.Callback(first.Operation("a")).Fingerprint);
    }

    [Fact]
    public void OrderOfUsers_OperatorAndAddress_MakeNoDifference()
    {
        var first = Tell.Kicked("ann", "bob").At(0);
        _book.Take(first);

        var again = Tell.Kicked("bob", "ann").At(0).Changed(change => change with { OperatorId = "cid" }) with
        {
            ClientIp = "192.0.2.1",
        };

        _book.Take(again).DuplicateOf.ShouldBe(first.Id);
    }

    [Fact]
    public void QuitRejoinQuit_IsNeverADuplicate()
    {
        var quit = Tell.Quit("ann").Heard(1);
        _book.Take(Tell.Joined("ann").Heard(0), quit, Tell.Joined("ann").Body("again").Heard(2));

        _book.Take(quit.Again(3)).Told.ShouldBe(["quit ann applied"]);
        _book.Summary.Exits.Quit.ShouldBe(2);
    }

    [Fact]
    public void JoinQuitJoin_IsNeverADuplicate()
    {
        var join = Tell.Joined("ann").Operation("op").Heard(0);
        _book.Take(join, Tell.Quit("ann").Heard(1));

        _book.Take(join.Again(2)).Told.ShouldBe(["joined ann applied"]);
    }

    [Fact]
    public void OneOfTheUsersChangedSince_IsNoDuplicate()
    {
        var kick = Tell.Kicked("ann", "bob").Heard(1);
        _book.Take(Tell.Joined("ann", "bob"), kick, Tell.Joined("bob").Heard(2));

        _book.Take(kick.Again(3)).Told.ShouldBe(["kicked ann applied", "kicked bob applied"]);
        _book.Members.ShouldBeEmpty();
    }

    [Fact]
    public void StaleCallback_IsRecognisedWhenRepeated()
    {
        var late = Tell.Quit("ann").Heard(11).Occurred(5);
        _book.Take(Tell.Joined("ann").At(10), late);

        _book.Take(late.Again(12)).DuplicateOf.ShouldBe(late.Id);
    }

    [Fact]
    public void Transfers_ThereAndBackAndThere_AreThreeTransfers()
    {
        var there = Tell.Transferred("ann", "bob").Heard(1);
        _book.Take(there, Tell.Transferred("bob", "ann").Heard(2));

        _book.Take(there.Again(3)).Told.ShouldBe(["ownerchanged bob applied"]);
        _book.Take(there.Again(4)).DuplicateOf.ShouldNotBeNull();
        _book.Summary.OwnerId.ShouldBe("bob");
    }

    [Fact]
    public void Transfers_WithoutOldOwner_ThereAndBackAndThere_AreThreeTransfers()
    {
        var there = Tell.Transferred(null, "bob").Heard(1);
        _book.Take(Tell.Created(Tell.User("ann", GroupRole.Owner), Tell.User("bob")), there);
        _book.Take(Tell.Transferred(null, "ann").Heard(2));

        _book.Take(there.Again(3)).Told.ShouldBe(["ownerchanged bob applied"]);
    }

    [Fact]
    public void Transfer_AfterTheOldOwnerChanged_IsNoDuplicate()
    {
        var transfer = Tell.Transferred("ann", "bob").Heard(1);
        _book.Take(transfer, Tell.Quit("ann").Heard(2));

        _book.Take(transfer.Again(3)).DuplicateOf.ShouldBeNull();
    }

    [Fact]
    public void StaleTransfer_DoesNotTouchTheOwnerItDoesNotName()
    {
        var transfer = Tell.Transferred("ann", "bob").At(10);
        _book.Take(transfer, Tell.Transferred(null, "cid").At(5));

        _book.Take(transfer.Again(11)).DuplicateOf.ShouldBe(transfer.Id);
    }

    [Fact]
    public void CallbackWithoutUsers_IsHeldAgainstTheGroupsLastChange()
    {
        var created = Tell.CreatedWithoutList().Heard(0);
        _book.Take(created, Tell.Joined("ann").Heard(1));
        _book.Take(created.Again(2)).DuplicateOf.ShouldBe(created.Id);

        _book.Take(Tell.Dismissed("ann").Heard(3));
        _book.Take(created.Again(4)).Told.ShouldBe(["created - applied"]);
    }

    [Fact]
    public void DismissalOfAGroupThatCameBack_IsNoDuplicate()
    {
        var dismissed = Tell.Dismissed().Heard(0);
        _book.Take(dismissed, Tell.Joined("ann").Heard(1));

        _book.Take(dismissed.Again(2)).Told.ShouldBe(["dismissed ann applied", "dismissed - applied"]);
    }

    [Fact]
    public void Repetition_IsHeldAgainstTheFirst_NotAgainstAnotherRepetition()
    {
        var first = Tell.Quit("ann").Heard(0);
        _book.Take(first, first.Again(8));

        _book.Take(first.Again(16)).DuplicateOf.ShouldBeNull();
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(11, false)]
    public void AfterARestart_RepetitionsAreStillKnown(double later, bool duplicate)
    {
        var first = Tell.Quit("ann").Heard(0);
        _book.Take(first);
        _book.Restart();

        _book.Take(first.Again(later)).DuplicateOf.ShouldBe(duplicate ? first.Id : null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RepetitionThatWaitedOnItsWay_IsKnownByItsTimeOfReceipt(bool restarted)
    {
        var first = Tell.Quit("ann").Heard(0);
        _book.Take(first, Tell.Joined("bob").Heard(3600));
        if (restarted)
        {
            _book.Restart();
        }

        _book.Take(first.Again(5)).DuplicateOf.ShouldBe(first.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RepetitionThatWaitedForMoreThanADay_IsTakenAtItsWord(bool restarted)
    {
        var first = Tell.Joined("ann").Heard(0);
        _book.Take(first, Tell.Joined("bob").Heard(86_401));
        if (restarted)
        {
            _book.Restart();
        }

        _book.Take(first.Again(5)).Told.ShouldBe(["joined ann noop"]);
    }
}
