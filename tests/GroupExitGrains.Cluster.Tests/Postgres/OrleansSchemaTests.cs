using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Silo.Postgres;

namespace GroupExitGrains.Cluster.Tests.Postgres;

public sealed class OrleansSchemaTests(PostgresFixture postgres) : OrleansTables(postgres)
{
    [Fact]
    public void Migrations_AreNumberedWithoutAGap()
    {
        var numbers = OrleansMigration.ReadAll().Select(migration => migration.Number).ToList();

        numbers.ShouldNotBeEmpty();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Count));
    }

    [Fact]
    public async Task Apply_BySeveralAtOnceAndAgain_HappensOnce()
    {
        await Schema.ExecuteAsync(
            """
            DROP TABLE OrleansQuery, orleans_silo, orleans_cluster, orleans_grain_state, orleans_reminder, orleans_migrations
            """);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OrleansSchema.ApplyAsync(Schema.ConnectionString, Stop)));
        await OrleansSchema.ApplyAsync(Schema.ConnectionString, Stop);

        (await Schema.QueryAsync<int>("SELECT number FROM orleans_migrations ORDER BY number"))
            .ShouldBe(OrleansMigration.ReadAll().Select(migration => migration.Number));
        (await Schema.QueryAsync<long>("SELECT count(*) FROM OrleansQuery")).ShouldBe([9L + 4 + 7]);
    }

    [Fact]
    public async Task Apply_WhereALaterReleaseWas_Refuses()
    {
        await Schema.ExecuteAsync("INSERT INTO orleans_migrations (number, name) VALUES (9999, 'later')");

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => OrleansSchema.ApplyAsync(Schema.ConnectionString, Stop));

        refused.Message.ShouldContain("9999");
    }
}
