using GroupExitGrains.Silo.Postgres;
using Npgsql;

namespace GroupExitGrains.Cluster.Tests.Postgres;

public sealed class OrleansSchemaTests
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
        await using var database = await TestDatabase.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => OrleansSchema.ApplyAsync(database.ConnectionString, TestContext.Current.CancellationToken)));
        await OrleansSchema.ApplyAsync(database.ConnectionString, TestContext.Current.CancellationToken);

        (await ScalarAsync(database, "SELECT count(*) FROM orleans_migrations"))
            .ShouldBe((long)OrleansMigration.ReadAll().Count);
        (await ScalarAsync(database, "SELECT count(*) FROM OrleansQuery")).ShouldBe(9L + 4 + 7);
    }

    [Fact]
    public async Task Apply_WhereALaterReleaseWas_Refuses()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OrleansSchema.ApplyAsync(database.ConnectionString, TestContext.Current.CancellationToken);
        await ScalarAsync(database, "INSERT INTO orleans_migrations (number, name) VALUES (9999, 'later')");

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => OrleansSchema.ApplyAsync(database.ConnectionString, TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("9999");
    }

    private static async Task<object?> ScalarAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
