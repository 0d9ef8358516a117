using GroupExitGrains.Membership;
using GroupExitGrains.Web.Statistics;
using GroupExitGrains.Web.Telemetry;
using GroupExitGrains.Web.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Web.Tests.Statistics;

/// <summary>How much of the time counting may take.</summary>
public sealed class RollupFollowingTests : IDisposable
{
    private readonly ManualTime _time = new();

    public void Dispose() => _time.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData(1, true, 5)]
    [InlineData(2, true, 6)]
    [InlineData(10, true, 30)]
    [InlineData(80, true, 240)]
    [InlineData(1_000, true, 3_000)]
    [InlineData(60_000, true, 5_000)]
    [InlineData(1_000, false, 1_000)]
    public async Task Advance_AStepOfThatLength_RestsForThat(int step, bool isBehind, int rest)
    {
        using var following = new RollupFollowing(
            new TimedRollups(() => _time.Advance(TimeSpan.FromMilliseconds(step)), isBehind),
            new ReaderLags(_time),
            _time,
            NullLogger<RollupFollowing>.Instance);

        await following.StartAsync(TestContext.Current.CancellationToken);
        await _time.UntilTimerAsync(TimeSpan.FromMilliseconds(rest));

        await following.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class TimedRollups(Action step, bool isBehind) : IRollups
    {
        public Task<bool> AdvanceAsync(CancellationToken cancellationToken)
        {
            step();
            return Task.FromResult(isBehind);
        }
    }
}
