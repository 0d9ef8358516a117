using System.Globalization;
using GroupExitGrains.Standalone.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Standalone.Tests.Subscriptions;

/// <summary>
/// A receiver that fails at random, and <c>kill -9</c> of the program in between: every exit arrives, each at least once, in order
/// within its group, and every signature holds. <c>GROUPEXIT_DELIVERY_EXITS</c>, <c>GROUPEXIT_DELIVERY_KILLS</c> and
/// <c>GROUPEXIT_DELIVERY_SEED</c> set how many exits, how many deaths, and which failures.
/// </summary>
public sealed class DeliveryKillTests(ITestOutputHelper output)
{
    private const int Senders = 16;

    // Some requests here are never answered.
    private static readonly string[] s_settings = [.. SubscriptionClient.Settings, "--GroupExit:Subscriptions:Timeout=00:00:01"];

    [Fact]
    public async Task Kill_WithAReceiverThatFailsAtRandom_DeliversEverythingInOrder()
    {
        var exits = Setting("GROUPEXIT_DELIVERY_EXITS") ?? 800;
        var kills = Setting("GROUPEXIT_DELIVERY_KILLS") ?? 2;
        var seed = Setting("GROUPEXIT_DELIVERY_SEED") ?? Random.Shared.Next();
        output.WriteLine($"seed {seed}, {exits} exits, {kills} kills");
        var failures = new RandomFailures(seed);
        using var directory = new WorkingDirectory();
        await using var receiver = await Receiver.StartAsync(failures.AnswerAsync);
        var running = await StandaloneProcess.StartAsync(directory, s_settings);
        try
        {
            await running.Client.SubscribeAsync(receiver);
            using (var senders = new QuitSenders(running.Address, "u"))
            {
                await senders.SendAsync(Senders, exits);
                senders.Acknowledged.Count.ShouldBe(exits);
            }

            for (var kill = 1; kill <= kills; kill++)
            {
                await receiver.UntilTookAsync(exits * kill / (kills + 1));
                await running.KillAsync();
                await running.DisposeAsync();
                running = await StandaloneProcess.StartAsync(directory, s_settings);
            }

            await receiver.UntilTookAsync(exits);
        }
        finally
        {
            await running.DisposeAsync();
        }

        output.WriteLine($"{receiver.Requests} requests, {receiver.Taken.Count} taken, failures: {failures}");
        receiver.Bad.ShouldBeEmpty();
        var first = receiver.Taken.DistinctBy(received => received.Id).ToList();
        first.Count.ShouldBe(exits);
        first.Select(received => received.User).Distinct().Count().ShouldBe(exits);
        foreach (var group in first.GroupBy(received => received.Group))
        {
            group.Select(received => received.Sequence).ShouldBe(Enumerable.Range(1, group.Count()).Select(n => (long)n));
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

/// <summary>What goes wrong at receivers, a fifth of the time.</summary>
internal sealed class RandomFailures(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private readonly int[] _counts = new int[7];

    public async Task AnswerAsync(HttpContext context, Action take)
    {
        int dice;
        lock (_gate)
        {
            dice = _random.Next(100);
            _counts[dice < 6 ? dice : 6]++;
        }

        switch (dice)
        {
            case 0:
                await UntilTheSenderGivesUpAsync(context);
                break;
            case 1:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
                break;
            case 2:
                context.Abort();
                break;
            case 3:
                // Taken, and said so, but the rest of the answer never comes.
                take();
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("ok, and", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await UntilTheSenderGivesUpAsync(context);
                break;
            case 4:
                // Taken, but the answer is lost: it comes again.
                take();
                context.Abort();
                break;
            case 5:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case < 20:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            default:
                take();
                break;
        }
    }

    public override string ToString() =>
        $"no answer {_counts[0]}, 429 {_counts[1]}, reset {_counts[2]}, slow body {_counts[3]}, lost answer {_counts[4]}, 503 {_counts[5]}";

    private static async Task UntilTheSenderGivesUpAsync(HttpContext context) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
