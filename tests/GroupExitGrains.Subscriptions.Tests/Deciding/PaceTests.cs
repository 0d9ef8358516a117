namespace GroupExitGrains.Subscriptions.Tests.Deciding;

public sealed class PaceTests
{
    [Fact]
    public void SlowDown_Again_HalvesDownToOneAndThenPauses()
    {
        var pace = new Pace(32);
        var seen = new List<(int Limit, double Pause)>();
        for (var i = 0; i < 13; i++)
        {
            pace.SlowDown();
            seen.Add((pace.Limit, pace.Pause.TotalMilliseconds));
        }

        seen.ShouldBe(
        [
            (16, 0), (8, 0), (4, 0), (2, 0), (1, 0), (1, 50), (1, 100), (1, 200), (1, 400), (1, 800), (1, 1600), (1, 3200), (1, 5000),
        ]);
    }

    [Fact]
    public void Delivered_AfterThat_ComesBackBitByBitAndNoFurther()
    {
        var pace = new Pace(4);
        for (var i = 0; i < 5; i++)
        {
            pace.SlowDown();
        }

        var seen = new List<(int Limit, double Pause)>();
        for (var i = 0; i < 12; i++)
        {
            pace.Delivered();
            seen.Add((pace.Limit, pace.Pause.TotalMilliseconds));
        }

        seen.ShouldBe([(1, 100), (1, 50), (1, 0), (2, 0), (2, 0), (3, 0), (3, 0), (3, 0), (4, 0), (4, 0), (4, 0), (4, 0)]);
    }
}
