namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class LeaverMemoryTests
{
    private const double Day = 86_400;

    [Theory]
    [InlineData(Day, EntryEffect.Stale)]
    [InlineData(Day + 0.001, EntryEffect.Applied)]
    public void OldJoin_OfAUserWhoLeft_IsStaleFor24Hours(double later, EntryEffect effect)
    {
        var book = new GroupBook();
        book.Take(Tell.Joined("ann").At(0), Tell.Quit("ann").At(10), Tell.Joined("bob").Heard(10 + later));

        book.Take(Tell.Joined("ann").At(5)).Effect.ShouldBe(effect);
    }

    [Fact]
    public void AsManyLeaversAsTheSettingSays_AreRemembered()
    {
        var book = new GroupBook(new LedgerOptions { LeaversRemembered = 2 });
        book.Take(Tell.Quit("ann").At(10), Tell.Quit("bob").At(11), Tell.Quit("cid").At(12));

        book.Take(Tell.Joined("cid").At(1)).Effect.ShouldBe(EntryEffect.Stale);
        book.Take(Tell.Joined("bob").At(1)).Effect.ShouldBe(EntryEffect.Stale);
        book.Take(Tell.Joined("ann").At(1)).Effect.ShouldBe(EntryEffect.Applied);
    }

    [Fact]
    public void HundredThousandLeavers_AreRememberedByDefault()
    {
        var book = new GroupBook();
        var users = Enumerable.Range(0, 100_001).Select(number => $"user{number}").ToArray();

        book.Take(Tell.Kicked(users).At(10));

        book.State.UserCount.ShouldBe(100_000);
        book.State.Users.TryGet("user0", out _).ShouldBeFalse();
        book.State.Users.TryGet("user1", out _).ShouldBeTrue();
    }

    [Fact]
    public void Members_AreNeverForgotten()
    {
        var book = new GroupBook(new LedgerOptions { LeaversRemembered = 1 });

        book.Take(
            Tell.Joined("ann", "bob").At(0), Tell.Quit("cid").At(1), Tell.Quit("dan").At(2), Tell.Quit("eve").At(10 * Day));

        book.Members.ShouldBe(["ann", "bob"]);
        book.Take(Tell.Quit("ann").At(-1)).Effect.ShouldBe(EntryEffect.Stale);
    }

    [Fact]
    public void WhoComesBack_IsNoLongerALeaver()
    {
        var book = new GroupBook(new LedgerOptions { LeaversRemembered = 1 });
        book.Take(Tell.Quit("ann").At(1), Tell.Joined("ann").At(2), Tell.Quit("bob").At(3), Tell.Quit("cid").At(4));

        book.Members.ShouldBe(["ann"]);
        book.State.UserCount.ShouldBe(2);
    }

    [Fact]
    public void WhoLeavesAgain_IsRememberedFromThen()
    {
        var book = new GroupBook();
        book.Take(
            Tell.Quit("ann").At(0), Tell.Joined("ann").At(1), Tell.Quit("ann").At(Day - 1), Tell.Joined("bob").At(Day + 1));

        book.Take(Tell.Joined("ann").At(2)).Effect.ShouldBe(EntryEffect.Stale);
    }

    [Fact]
    public void LeaversComingAndGoing_LeaveNothingBehind()
    {
        var book = new GroupBook(new LedgerOptions { LeaversRemembered = 10 });
        for (var round = 0; round < 3000; round++)
        {
            book.Take(Tell.Joined("ann").At(round), Tell.Quit("ann").At(round + 0.5));
        }

        book.State.UserCount.ShouldBe(1);
        GroupStateCodec.Encode(book.State).Length.ShouldBeLessThan(300);
    }
}
