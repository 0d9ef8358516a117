using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Tests.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Tests.Webhooks;

/// <summary>How long rejections are kept.</summary>
public sealed class RejectionUpkeepTests
{
    [Fact]
    public async Task Start_LetsGoOfWhatIsTooOld_AndSurvivesStorageThatIsAway()
    {
        var (time, rejections, log) = (new ManualTime(), new RecordingRejections { Fails = true }, new LogLines());
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var options = new GroupExitOptions { Rejections = new RejectionOptions { MaxAge = TimeSpan.FromDays(7) } };
        using var upkeep = new RejectionUpkeep(rejections, options, time, loggers.CreateLogger<RejectionUpkeep>());

        await upkeep.StartAsync(TestContext.Current.CancellationToken);
        await log.UntilAsync(line => line.Contains("could not be let go of", StringComparison.Ordinal));
        rejections.Fails = false;
        time.Advance(TimeSpan.FromMinutes(1));
        await log.UntilAsync(line => line.Contains("Let go of 1 rejections", StringComparison.Ordinal));
        await upkeep.StopAsync(TestContext.Current.CancellationToken);

        rejections.Dropped.ShouldBe(
            [time.GetUtcNow() - TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1), time.GetUtcNow() - TimeSpan.FromDays(7)]);
    }
}
