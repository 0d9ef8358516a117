using GroupExitGrains.Cluster.Tests.Processes;
using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using GroupExitGrains.Standalone.Tests.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Cluster.Tests.Subscriptions;

/// <summary>
/// Silos as processes of their own and a receiver: whichever silo delivers dies or leaves under load, and every entry arrives, in
/// order within its group, with a signature that holds.
/// </summary>
public sealed class DeliveryTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Groups = 50;
    private const int Senders = 24;
    private const int Callbacks = 3_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Kill_OfTheSiloThatDelivers_DeliversEverythingInOrderFromAnother()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var receiver = await Receiver.StartAsync();
        await using var silos = await SiloProcesses.StartAsync(schema, count: 3);
        using var client = silos.All[0].NewClient();
        await client.SubscribeAsync(receiver);
        using var senders = new BalancedSenders([.. silos.All.Select(silo => silo.Address)], Groups);

        var sending = senders.SendAsync(Senders, Callbacks);
        await senders.Halfway;
        var killed = await silos.DeliveringAsync();
        await killed.KillAsync();
        silos.Left(killed);
        await sending;
        var entries = await EntriesAsync(schema, silos);
        await receiver.UntilTookAsync(entries.Count);

        (await silos.DeliveringAsync()).Id.ShouldNotBe(killed.Id);
        ShouldHaveTaken(receiver, entries);
    }

    [Fact(Timeout = 180_000)]
    public async Task Stop_OfOneSiloAfterTheOther_DeliversEverythingInOrderAndOnce()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var receiver = await Receiver.StartAsync();
        await using var silos = await SiloProcesses.StartAsync(schema, count: 3);
        using var client = silos.All[0].NewClient();
        await client.SubscribeAsync(receiver);
        using var senders = new BalancedSenders([.. silos.All.Select(silo => silo.Address)], Groups);

        var sending = senders.SendAsync(Senders, Callbacks);
        await senders.Halfway;
        for (var i = 0; i < 2; i++)
        {
            var stopped = await silos.DeliveringAsync();
            await stopped.StopAsync();
            silos.Left(stopped);
        }

        await sending;
        var entries = await EntriesAsync(schema, silos);
        await receiver.UntilTookAsync(entries.Count);

        ShouldHaveTaken(receiver, entries);
        receiver.Taken.Count.ShouldBe(entries.Count, "A silo that leaves in order has nothing delivered twice.");
    }

    private static async Task<List<(string Group, long Sequence)>> EntriesAsync(TestSchema schema, SiloProcesses silos)
    {
        foreach (var silo in silos.All)
        {
            await silo.DrainedAsync();
        }

        await using var storage = await PostgresJournal.OpenAsync(
            new() { ConnectionString = schema.ConnectionString }, NullLoggerFactory.Instance, TimeProvider.System, Stop);
        var entries = new List<(string Group, long Sequence)>();
        for (var i = 0; i < Groups; i++)
        {
            await foreach (var stored in storage.Journal.ReadAsync(new GroupKey("openim", $"G{i}"), 0, withRequests: false, Stop))
            {
                entries.Add(($"G{i}", stored.Entry.Sequence));
            }
        }

        return entries;
    }

    private void ShouldHaveTaken(Receiver receiver, List<(string Group, long Sequence)> entries)
    {
        output.WriteLine($"{entries.Count} entries, {receiver.Taken.Count} taken");
        entries.Count.ShouldBeGreaterThan(Callbacks / 2);
        receiver.Bad.ShouldBeEmpty();
        var first = receiver.Taken.DistinctBy(taken => taken.Id).Select(taken => (taken.Group, taken.Sequence)).ToList();
        first.Order().ShouldBe(entries.Order());
        foreach (var group in first.GroupBy(taken => taken.Group))
        {
            group.Select(taken => taken.Sequence).ShouldBeInOrder();
        }
    }
}
