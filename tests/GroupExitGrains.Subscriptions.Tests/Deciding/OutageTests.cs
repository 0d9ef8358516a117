using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Deciding;

public sealed class OutageTests
{
    [Theory]
    [InlineData(5, 422, 30, true)]
    [InlineData(500, 422, 3000, true)]
    [InlineData(4, 422, 3000, false)]
    [InlineData(500, 422, 29, false)]
    [InlineData(2, 503, 30, true)]
    [InlineData(2, null, 30, true)]
    [InlineData(2, 429, 30, true)]
    [InlineData(1, 503, 3000, false)]
    [InlineData(0, null, 0, false)]
    public void Delivered_AfterFailuresOnly_IsTheEndOfAnOutageIfItWasLong(int failures, int? status, int seconds, bool isOver)
    {
        var outage = new Outage();
        for (var i = 0; i < failures; i++)
        {
            outage.Failed(Entries.Noon.AddSeconds(i == 0 ? 0 : seconds), status, leaveFor: null, chance: 0.5);
        }

        outage.Delivered(Entries.Noon.AddSeconds(seconds)).ShouldBe(isOver);
        outage.Delivered(Entries.Noon.AddSeconds(seconds)).ShouldBeFalse();
        outage.AskAt.ShouldBeNull();
    }

    [Fact]
    public void AskAt_IsAMinuteAfterTheLastAttempt_AndNotBeforeTheReceiverWishes()
    {
        var outage = new Outage();
        outage.Failed(Entries.Noon, 503, leaveFor: null, chance: 0.5);
        outage.AskAt.ShouldBeNull();

        outage.Failed(Entries.Noon.AddSeconds(5), 503, leaveFor: null, chance: 0.5);
        outage.AskAt.ShouldBe(Entries.Noon.AddSeconds(65));
        outage.Asked(Entries.Noon.AddSeconds(65), chance: 1);
        outage.AskAt.ShouldBe(Entries.Noon.AddSeconds(131));
        outage.Failed(Entries.Noon.AddSeconds(66), 503, leaveFor: TimeSpan.FromHours(1), chance: 0);
        outage.AskAt.ShouldBe(Entries.Noon.AddSeconds(66).AddHours(1));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    [InlineData(null, true)]
    public void Resume_GroupsThatFailedSinceTheLastDelivery_AreAnOutage(int? lastDeliveredAt, bool isAway)
    {
        var outage = new Outage();
        var now = Entries.Noon.AddHours(3);

        outage.Resume(
            [new WaitingGroup(new GroupKey("openim", "a"), 1, 1, 4, Entries.Noon, now.AddHours(2), 503, "status 503")],
            lastDeliveredAt is { } minutes ? Entries.Noon.AddMinutes(minutes) : null,
            now);

        outage.AskAt.ShouldBe(isAway ? now.AddMinutes(1) : null);
        outage.Delivered(now).ShouldBe(isAway);
    }
}
