using System.Net;
using System.Text.Json;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Health;
using GroupExitGrains.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Live_Always_Is200()
    {
        await using var host = await WebHost.StartAsync();
        host.History.Check = () => throw new JournalUnavailableException("down");

        (await GetAsync(host, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_JustStarted_IsAnsweredBeforeAnyRouteIsMade()
    {
        await using var host = await WebHost.StartAsync();

        (await GetAsync(host, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        host.AreRoutesMade.ShouldBeFalse();

        (await GetAsync(host, "/HEALTH/live/")).Status.ShouldBe(HttpStatusCode.OK);
        host.AreRoutesMade.ShouldBeTrue();
    }

    [Fact]
    public async Task Ready_StorageWell_Is200AndAskedOnceASecond()
    {
        await using var host = await WebHost.StartAsync();

        (await GetAsync(host, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(host, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        host.History.Checks.ShouldBe(1);

        host.Time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(host, "/health/ready");
        host.History.Checks.ShouldBe(2);
    }

    [Fact]
    public async Task Ready_StorageDown_Is503AndSaysWhyUntilItIsBack()
    {
        await using var host = await WebHost.StartAsync();
        host.History.Check = () => throw new JournalUnavailableException("the disk of /var/lib is full");

        var (status, body) = await GetAsync(host, "/health/ready");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("status").GetString().ShouldBe("unavailable");
        body.GetProperty("reason").GetString().ShouldBe("storage is unavailable");

        host.History.Check = null;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(host, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_StorageDownAndTheSpoolTakesCallbacks_Is200AndTellsOfIt()
    {
        await using var host = await WebHost.StartAsync();
        host.History.Check = () => throw new JournalUnavailableException("down");
        host.Spool.Status = SpoolStatus.Disabled with { IsEnabled = true, Depth = 7, OldestReceivedAt = host.Time.GetUtcNow() };

        var (status, body) = await GetAsync(host, "/health/ready");

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("status").GetString().ShouldBe("ready");
        body.GetProperty("journal").GetString().ShouldBe("storage is unavailable");
        body.GetProperty("spool").GetProperty("depth").GetInt32().ShouldBe(7);
        body.GetProperty("spool").GetProperty("full").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Ready_CallbacksGoStraightToTheSpool_StorageIsNotAsked()
    {
        await using var host = await WebHost.StartAsync();
        host.Spool.Status = SpoolStatus.Disabled with { IsEnabled = true, IsJournalAway = true };

        (await GetAsync(host, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);

        host.History.Checks.ShouldBe(0);
    }

    [Theory]
    [InlineData(true, null, "storage is unavailable, and the spool is full")]
    [InlineData(false, "No space left on device", "storage is unavailable, and the spool's disk fails")]
    public async Task Ready_NeitherJournalNorSpool_Is503AndSaysWhy(bool full, string? fault, string reason)
    {
        await using var host = await WebHost.StartAsync();
        host.Spool.Status = SpoolStatus.Disabled with { IsEnabled = true, IsJournalAway = true, IsFull = full, LastFault = fault };

        var (status, body) = await GetAsync(host, "/health/ready");

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Fact]
    public async Task Ready_TheSpoolIsFullAndTheJournalWell_Is200()
    {
        await using var host = await WebHost.StartAsync();
        host.Spool.Status = SpoolStatus.Disabled with { IsEnabled = true, IsFull = true };

        (await GetAsync(host, "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_StorageHangs_Is503AfterAWhile()
    {
        await using var host = await WebHost.StartAsync();
        var asked = new TaskCompletionSource();
        host.History.Check = () =>
        {
            asked.SetResult();
            return new TaskCompletionSource().Task;
        };

        var asking = GetAsync(host, "/health/ready");
        await asked.Task;
        host.Time.Advance(TimeSpan.FromSeconds(2));

        (await asking).Body.GetProperty("reason").GetString().ShouldBe("storage did not answer in time");
    }

    [Fact]
    public async Task Ready_Stopping_IsOffWhileRequestsAreStillServed()
    {
        await using var host = await WebHost.StartAsync("DrainNotice=00:01:00");

        var stopped = host.StopAsync();
        var (status, body) = await GetAsync(host, "/health/ready");

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("reason").GetString().ShouldBe("stopping");
        stopped.IsCompleted.ShouldBeFalse();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await stopped;
    }

    [Fact]
    public async Task Fault_AskerHangsUp_OthersStillGetTheirAnswer()
    {
        await using var host = await WebHost.StartAsync();
        var storage = new TaskCompletionSource();
        host.History.Check = () => storage.Task;
        var readiness = host.Services.GetRequiredService<Readiness>();
        using var impatient = new CancellationTokenSource();

        var first = readiness.CheckAsync(impatient.Token);
        await impatient.CancelAsync();
        var second = readiness.CheckAsync(TestContext.Current.CancellationToken);
        storage.SetResult();

        (await second).Reason.ShouldBeNull();
        (await first).Reason.ShouldBeNull();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(WebHost host, string path)
    {
        using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonElement.Parse(text));
    }
}
