using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Subscriptions.Tests.Running;

public sealed class LettersTests
{
    [Fact]
    public async Task RunAsync_ALetterDeliveredWhileAnotherIsWrittenDown_IsSentOnce()
    {
        var storage = new LettersRig(Entries.Quit(1, "a", 1), Entries.Quit(2, "b", 1));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = new SubscriptionRunning(
            storage,
            storage,
            new DeliveryOptions { Hold = TimeSpan.FromHours(1) },
            TimeProvider.System,
            NullLogger<SubscriptionRunning>.Instance,
            () => storage);
        var run = Task.Run(() => running.RunAsync("0001", stop.Token), stop.Token);

        await storage.FirstSave.Task.WaitAsync(stop.Token);
        await Task.Run(storage.SecondAnswer.SetResult, stop.Token);
        await Task.Run(storage.FirstSaved.SetResult, stop.Token);
        await storage.AllSaved.Task.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await run;

        storage.Sent.Order().ShouldBe([EventId.Of(storage.Journal[0]), EventId.Of(storage.Journal[1])]);
    }
}
