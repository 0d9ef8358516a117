using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>A subscription that is changed where its run does not hear of it.</summary>
public sealed class NotToldTests
{
    [Theory]
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Active)]
    public async Task RunAsync_ChangedAndNotTold_SendsNothingMoreAfterTheNextSave(SubscriptionState state)
    {
        var rig = new RunRig([.. Enumerable.Range(2, 2000).Select(n => Entries.Quit(n, "a", n))]);
        rig.Answer = _ =>
        {
            if (rig.Sent.Count == 3)
            {
                rig.Stored = rig.Stored with { Subscription = rig.Stored.Subscription with { State = state, Revision = 2 } };
            }

            // The time in which it has to hear of it: without it, everything would be sent at once.
            return RunRig.Status(rig.Sent.Count == 5 ? 503 : 200, retryAfter: TimeSpan.FromSeconds(1));
        };

        await rig.RunAsync(() => false, TimeSpan.FromMinutes(1));

        rig.Sent.Count.ShouldBe(6);
        rig.Time.Passed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RunAsync_ASlowReceiver_IsAskedForAQuarterOfASecondBeforeItIsKnown()
    {
        var rig = new RunRig([.. Enumerable.Range(2, 40).Select(n => Entries.Quit(n, $"g{n}", 1))]) { AnswersLate = true };

        await rig.RunAsync(() => !rig.Saves.IsEmpty, TimeSpan.FromMinutes(1));

        rig.Time.Passed.ShouldBe(new DeliveryOptions().SaveEvery);
    }
}
