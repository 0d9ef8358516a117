using GroupExitGrains.Web.Telemetry;
using GroupExitGrains.Web.Tests.Hosting;

namespace GroupExitGrains.Web.Tests.Telemetry;

public sealed class ReaderLagTests : IDisposable
{
    private readonly ManualTime _time = new();

    public void Dispose() => _time.Dispose();

    [Fact]
    public void Measure_AReaderThatHasNotLooked_IsNotBehind()
    {
        var lags = new ReaderLags(_time);
        lags.Of("feed");
        _time.Advance(TimeSpan.FromMinutes(1));

        Measured(lags).ShouldBe(["feed 0"]);
    }

    [Fact]
    public void Measure_AReaderThatFallsBehind_CountsFromThenUntilItHasCaughtUp()
    {
        var lags = new ReaderLags(_time);
        var lag = lags.Of("rollups");
        lag.Behind();
        _time.Advance(TimeSpan.FromSeconds(3));
        lag.Behind();
        _time.Advance(TimeSpan.FromSeconds(4));
        Measured(lags).ShouldBe(["rollups 7"]);

        lags.Of("rollups").CaughtUp();
        _time.Advance(TimeSpan.FromSeconds(1));
        Measured(lags).ShouldBe(["rollups 0"]);
    }

    private static IEnumerable<string> Measured(ReaderLags lags) =>
        lags.Measure().Select(lag => $"{lag.Tags[0].Value} {lag.Value}");
}
