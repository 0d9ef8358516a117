using GroupExitGrains.Cluster.Tests.Hosts;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Standalone.Tests.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Cluster.Tests.Subscriptions;

/// <summary>What is asked of any process is done by the one grain of the subscription.</summary>
public sealed class SubscriptionGrainTests(PostgresFixture postgres)
{
    private const string Reminders = "SELECT count(*) FROM orleans_reminder WHERE grain_id LIKE 'subscription/%'";

    [Fact(Timeout = 120_000)]
    public async Task Subscription_ManagedOverAGateway_IsDeliveredByASilo()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var receiver = await Receiver.StartAsync();
        await using var one = await Node.StartAsync([.. NodeArguments.Silo(schema.ConnectionString), .. SubscriptionClient.Settings]);
        await using var two = await Node.StartAsync([.. NodeArguments.Silo(schema.ConnectionString), .. SubscriptionClient.Settings]);
        await using var gateway = await Node.StartAsync(
            [.. NodeArguments.Gateway(schema.ConnectionString), .. SubscriptionClient.Settings]);

        var id = await gateway.Client.SubscribeAsync(receiver);
        (await gateway.SendQuitAsync("G1", "ann")).ShouldBe(200);
        await receiver.UntilTookAsync(1);
        (await schema.QueryAsync<long>(Reminders)).ShouldBe([1]);

        await gateway.Client.SendAsync("POST", $"/subscriptions/{id}/pause");
        await ActiveNowhereAsync(gateway);
        (await schema.QueryAsync<long>(Reminders)).ShouldBe([0]);
        (await gateway.SendQuitAsync("G1", "bob")).ShouldBe(200);
        receiver.Taken.Count.ShouldBe(1);

        await gateway.Client.SendAsync("POST", $"/subscriptions/{id}/resume");
        await receiver.UntilTookAsync(2);
        receiver.Taken.Select(taken => taken.User).ShouldBe(["ann", "bob"]);

        await gateway.Client.SendAsync("DELETE", $"/subscriptions/{id}");
        await ActiveNowhereAsync(gateway);
        (await schema.QueryAsync<long>(Reminders)).ShouldBe([0]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Subscription_OfASingleSiloOnSqlite_IsDelivered()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var silo = await Node.StartAsync([.. NodeArguments.SiloOnSqlite(), .. SubscriptionClient.Settings]);
        await silo.Client.SubscribeAsync(receiver);

        (await silo.SendQuitAsync("G1", "ann")).ShouldBe(200);
        await receiver.UntilTookAsync(1);

        receiver.Taken.ShouldHaveSingleItem().User.ShouldBe("ann");
    }

    private static async Task ActiveNowhereAsync(Node node)
    {
        var management = node.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        while ((await management.GetActiveGrains(GrainType.Create("subscription"))).Count > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
