namespace GroupExitGrains.Subscriptions.Tests.Deciding;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule s_schedule = new(new DeliveryOptions().RetryDelays);

    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "14:00:00")]
    [InlineData(8, "20:00:00")]
    [InlineData(9, "1.00:00:00")]
    public void Next_AfterEachAttempt_IsTheScheduleGiveOrTakeATenth(int attempts, string expected)
    {
        var delay = TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);

        s_schedule.Next(attempts, TimeSpan.Zero, null, chance: 0.5).ShouldBe(delay);
        s_schedule.Next(attempts, TimeSpan.Zero, null, chance: 0).ShouldBe(delay * 0.9);
        s_schedule.Next(attempts, TimeSpan.Zero, null, chance: 1).ShouldBe(delay * 1.1);
    }

    [Fact]
    public void Next_OverTheWholeSchedule_TakesThreeDays()
    {
        var (since, attempts) = (TimeSpan.Zero, 1);
        while (s_schedule.Next(attempts, since, null, chance: 0.5) is { } wait)
        {
            since += wait;
            attempts++;
        }

        attempts.ShouldBe(10);
        since.ShouldBeInRange(TimeSpan.FromDays(3), TimeSpan.FromDays(3.5));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Next_WhateverChanceSays_TheTenthAttemptIsTheLast(double chance)
    {
        var (since, attempts) = (TimeSpan.Zero, 1);
        while (s_schedule.Next(attempts, since, null, chance) is { } wait)
        {
            since += wait;
            attempts++;
        }

        attempts.ShouldBe(10);
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(1_000_000, 86_400)]
    public void Next_ReceiverAsksForATime_ReplacesTheStep(int asked, int expected)
    {
        foreach (var attempts in new[] { 1, 4, 9 })
        {
            s_schedule.Next(attempts, TimeSpan.Zero, TimeSpan.FromSeconds(asked), chance: 0).ShouldBe(TimeSpan.FromSeconds(expected));
        }
    }

    [Fact]
    public void Next_ReceiverAsksForShortTimes_GivesUpNoSoonerThanTheScheduleWould()
    {
        s_schedule.Next(500, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), chance: 0).ShouldBe(TimeSpan.FromSeconds(1));
        s_schedule.Next(500, TimeSpan.FromHours(1), null, chance: 0.5).ShouldBe(TimeSpan.FromHours(24));
        s_schedule.Next(500, TimeSpan.FromHours(72), TimeSpan.FromSeconds(1), chance: 0).ShouldBeNull();
    }
}
