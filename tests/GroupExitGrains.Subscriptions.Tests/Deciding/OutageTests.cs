namespace GroupExitGrains.Subscriptions.Tests.Deciding;

public sealed class OutageTests
{
    [Theory]
    [InlineData(5, 30, true)]
    [InlineData(500, 3000, true)]
    [InlineData(4, 3000, false)]
    [InlineData(500, 29, false)]
    [InlineData(0, 0, false)]
    public void Delivered_AfterFailuresOnly_IsTheEndOfAnOutageIfItWasLong(int failures, int seconds, bool isOver)
    {
        var outage = new Outage();
        for (var i = 0; i < failures; i++)
        {
            outage.Failed(Entries.Noon.AddSeconds(i == 0 ? 0 : seconds));
        }

        outage.Delivered(Entries.Noon.AddSeconds(seconds)).ShouldBe(isOver);
        outage.Delivered(Entries.Noon.AddSeconds(seconds)).ShouldBeFalse();
    }
}
