namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class TimeTests
{
    private readonly GroupBook _book = new();

    [Theory]
    [InlineData(-3600, -3600)]
    [InlineData(0, 0)]
    [InlineData(300, 300)]
    [InlineData(300.001, 0)]
    [InlineData(86400, 0)]
    public void ChangedAt_EventTimeAheadOfReceipt_IsBelievedForFiveMinutes(double occurred, double changed)
    {
        var facts = _book.Take(Tell.Joined("ann").Heard(0).Occurred(occurred)).Facts;

        facts.ChangedAt.ShouldBe(Tell.Time(changed));
        facts.OccurredAt.ShouldBe(Tell.Time(occurred));
    }

    [Fact]
    public void ChangedAt_NoEventTime_IsTheTimeOfReceipt() =>
        _book.Take(Tell.Joined("ann").Heard(7)).Facts.ChangedAt.ShouldBe(Tell.Time(7));

    [Fact]
    public void EventTimeTooFarAhead_DoesNotShutOutWhatComesAfter()
    {
        _book.Take(Tell.Joined("ann").Heard(0).Occurred(100_000));

        _book.Take(Tell.Quit("ann").Heard(1)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Members.ShouldBeEmpty();
    }

    [Fact]
    public void OlderExit_IsStale()
    {
        _book.Take(Tell.Joined("ann").At(10));

        _book.Take(Tell.Quit("ann").At(9)).Told.ShouldBe(["quit ann stale"]);
        _book.Members.ShouldBe(["ann"]);
        _book.Summary.Exits.Quit.ShouldBe(0);
    }

    [Fact]
    public void OlderJoin_IsStale()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Kicked("ann").At(10));

        _book.Take(Tell.Joined("ann").At(9)).Told.ShouldBe(["joined ann stale"]);
        _book.Members.ShouldBeEmpty();
        _book.Summary.Joined.ShouldBe(1);
    }

    [Fact]
    public void EqualTimes_TheLaterArrivalWins()
    {
        _book.Take(Tell.Joined("ann").At(10), Tell.Quit("ann").At(10)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Members.ShouldBeEmpty();

        _book.Take(Tell.Joined("ann").At(10)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Members.ShouldBe(["ann"]);
    }

    [Fact]
    public void TimesOfReceiptAndEventTimes_AreCompared()
    {
        _book.Take(Tell.Joined("ann").Heard(10));

        _book.Take(Tell.Quit("ann").Heard(11).Occurred(5)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Take(Tell.Quit("ann").Heard(12).Occurred(11)).Effect.ShouldBe(EntryEffect.Applied);
    }

    [Fact]
    public void ReceivedEarlierButArrivingLater_IsStale()
    {
        _book.Take(Tell.Joined("ann").Heard(0), Tell.Quit("ann").Heard(20));

        _book.Take(Tell.Joined("ann").Heard(10)).Effect.ShouldBe(EntryEffect.Stale);
    }

    [Fact]
    public void NoOpJoin_RenewsTheTime_SoThatAnExitBeforeItIsStale()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Joined("ann").At(10));

        _book.Take(Tell.Quit("ann").At(5)).Effect.ShouldBe(EntryEffect.Stale);
        _book.Members.ShouldBe(["ann"]);
    }

    [Fact]
    public void StaleEntry_DoesNotRenewTheTime()
    {
        _book.Take(Tell.Joined("ann").At(10), Tell.Quit("ann").At(5));

        _book.Take(Tell.Quit("ann").At(10)).Effect.ShouldBe(EntryEffect.Applied);
    }

    [Fact]
    public void MembershipAndRole_HaveTimesOfTheirOwn()
    {
        _book.Take(Tell.Joined("ann").At(0), Tell.Joined("ann").At(10));

        _book.Take(Tell.Role("ann", GroupRole.Admin).At(5)).Effect.ShouldBe(EntryEffect.Applied);
        _book.Take(Tell.Role("ann", GroupRole.Member).At(4)).Effect.ShouldBe(EntryEffect.Stale);
        _book.State["ann"].Role.ShouldBe(GroupRole.Admin);
        _book.Take(Tell.Quit("ann").At(9)).Effect.ShouldBe(EntryEffect.Stale);
    }
}
