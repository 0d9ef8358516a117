using GroupExitGrains.Journal.Tests.Postgres.Server;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>Silos and a gateway over HTTP, finding each other in PostgreSQL.</summary>
public sealed class NodeTests(PostgresFixture postgres)
{
    private const string Group = "/api/v1/sources/openim/groups/G1";

    [Fact]
    public async Task Gateway_HandsCallbacksToSilos_AndEveryProcessAnswersAlike()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var one = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        await using var two = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        await using var gateway = await Node.StartAsync(NodeArguments.Gateway(schema.ConnectionString));

        (await gateway.SendQuitAsync("G1", "ann")).ShouldBe(200);
        (await one.SendQuitAsync("G1", "bob")).ShouldBe(200);
        (await two.SendQuitAsync("G1", "cy")).ShouldBe(200);

        var summary = await gateway.AskAsync(Group);
        summary.ShouldContain("\"lastSequence\":3");
        (await one.AskAsync(Group)).ShouldBe(summary);
        (await two.AskAsync(Group)).ShouldBe(summary);
        foreach (var address in new[] { $"{Group}/audit", $"{Group}/members", $"{Group}/audit/verify", "/api/v1/sources/openim/users/ann" })
        {
            var answer = await gateway.AskAsync(address);
            (await one.AskAsync(address)).ShouldBe(answer);
            (await two.AskAsync(address)).ShouldBe(answer);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Gateway_WithoutASiloOrASpool_IsNotReady()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        var silo = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        await using var gateway = await Node.StartAsync(
            [.. NodeArguments.Gateway(schema.ConnectionString), "--GroupExit:Spool:Enabled=false"]);
        (await gateway.StatusAsync("/health/ready")).ShouldBe(200);

        await silo.DisposeAsync();

        // Readiness is looked at once a second; until then the last look holds.
        int status;
        do
        {
            status = await gateway.StatusAsync("/health/ready");
        }
        while (status == 200);

        status.ShouldBe(503);
        (await gateway.StatusAsync("/health/live")).ShouldBe(200);
    }

    [Fact(Timeout = 120_000)]
    public async Task Gateway_WithoutASilo_KeepsCallbacksUntilThereIsOne()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        var silo = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        await using var gateway = await Node.StartAsync(
            [.. NodeArguments.Gateway(schema.ConnectionString), "--GroupExit:Spool:Deadline=00:00:00.5"]);
        await silo.DisposeAsync();

        (await gateway.SendQuitAsync("G1", "ann")).ShouldBe(200);
        (await gateway.SendQuitAsync("G1", "bob")).ShouldBe(200);
        (await gateway.StatusAsync("/health/ready")).ShouldBe(200);
        (await gateway.AskAsync("/api/v1/spool")).ShouldContain("\"depth\":2,");

        await using var next = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        string summary;
        do
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            summary = await next.AskAsync(Group);
        }
        while (!summary.Contains("\"lastSequence\":2", StringComparison.Ordinal));

        (await next.AskAsync($"{Group}/audit?order=asc")).ShouldMatch("ann.*bob");
    }

    [Fact]
    public async Task Silo_ThatIsStopped_HandsItsGroupsOver()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var stays = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        await using var leaves = await Node.StartAsync(NodeArguments.Silo(schema.ConnectionString));
        (await leaves.SendQuitAsync("G1", "ann")).ShouldBe(200);

        await leaves.StopAsync();

        (await stays.SendQuitAsync("G1", "bob")).ShouldBe(200);
        (await stays.AskAsync(Group)).ShouldContain("\"lastSequence\":2");
        (await schema.QueryAsync<int>("SELECT status FROM orleans_silo ORDER BY status")).ShouldBe([3, 6]);
    }
}
