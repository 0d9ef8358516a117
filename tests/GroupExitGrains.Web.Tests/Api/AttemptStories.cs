using System.Net;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Tests.Hosting;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Whoever guesses keys is soon not listened to.</summary>
public sealed class AttemptStories
{
    [Fact]
    public async Task TooManyWrongKeys_ShutTheDoorForTheRestOfTheMinute_ToRightOnesToo()
    {
        await using var host = await ApiHost.StartAsync(failedAttempts: 3);
        for (var i = 0; i < 3; i++)
        {
            (await host.GetAsync("/api/v1/groups", $"guess {i}")).Status.ShouldBe(401);
        }

        host.Time.Advance(TimeSpan.FromSeconds(20));
        var shut = await host.GetAsync("/api/v1/groups");
        shut.Status.ShouldBe(429);
        shut.Problem.ShouldBe("too-many-attempts");
        shut.Headers.RetryAfter!.ToString().ShouldBe("40");
        (await host.GetAsync("/api/v1/nothing")).Status.ShouldBe(429);

        // Without a key there is nothing to guess.
        (await host.GetAsync("/api/v1/groups", key: null)).Status.ShouldBe(401);
        host.Time.Advance(TimeSpan.FromSeconds(40));
        (await host.GetAsync("/api/v1/groups")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task RightKeys_AreNotCounted()
    {
        await using var host = await ApiHost.StartAsync(failedAttempts: 1);

        for (var i = 0; i < 5; i++)
        {
            (await host.GetAsync("/api/v1/groups")).Status.ShouldBe(200);
            (await host.GetAsync("/api/v1/groups", key: null)).Status.ShouldBe(401);
        }
    }

    [Fact]
    public void Wait_OneAddressLimited_OthersAreNot()
    {
        var attempts = Attempts(2, new ManualTime());
        Add(attempts, "10.0.0.1", 2);

        attempts.Wait(IPAddress.Parse("10.0.0.1")).ShouldNotBeNull();
        attempts.Wait(IPAddress.Parse("::ffff:10.0.0.1")).ShouldNotBeNull();
        attempts.Wait(IPAddress.Parse("10.0.0.2")).ShouldBeNull();
    }

    [Fact]
    public void Wait_Ipv6_CountsTheWholeNetworkOfAMachine()
    {
        var attempts = Attempts(2, new ManualTime());
        Add(attempts, "2001:db8:0:1::1", 1);
        Add(attempts, "2001:db8:0:1:ffff::2", 1);

        attempts.Wait(IPAddress.Parse("2001:db8:0:1:1234::3")).ShouldNotBeNull();
        attempts.Wait(IPAddress.Parse("2001:db8:0:2::1")).ShouldBeNull();
    }

    [Fact]
    public void Add_FromEverywhere_TakesBoundedMemory()
    {
        var time = new ManualTime();
        var attempts = Attempts(1, time);

        for (var i = 0; i < 30_000; i++)
        {
            attempts.Add(new IPAddress(i + 1L));
        }

        attempts.Count.ShouldBe(10_000);
        attempts.Wait(new IPAddress(30_000)).ShouldNotBeNull();
        time.Advance(TimeSpan.FromMinutes(1));
        attempts.Wait(new IPAddress(30_000)).ShouldBeNull();
        attempts.Count.ShouldBe(0);
    }

    private static FailedAttempts Attempts(int perMinute, TimeProvider time) =>
        new(new GroupExitOptions { Admin = new AdminOptions { FailedAttemptsPerMinute = perMinute } }, time);

    private static void Add(FailedAttempts attempts, string address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            attempts.Add(IPAddress.Parse(address));
        }
    }
}
