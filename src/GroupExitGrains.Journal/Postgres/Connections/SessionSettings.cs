using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>What every connection of a journal is told when it opens.</summary>
internal static class SessionSettings
{
    // Statements of milliseconds with a filter look dear enough to the planner to be compiled, which alone takes a hundred.
    // A bitmap forgets the order of its index, so that a page of a user with a million entries would fetch and sort them all.
    private const string Sql = "SET jit = off; SET enable_bitmapscan = off";

    public static NpgsqlDataSourceBuilder Apply(NpgsqlDataSourceBuilder builder) => builder.UsePhysicalConnectionInitializer(
        connection =>
        {
            using var command = new NpgsqlCommand(Sql, connection);
            command.ExecuteNonQuery();
        },
        async connection =>
        {
            await using var command = new NpgsqlCommand(Sql, connection);
            await command.ExecuteNonQueryAsync();
        });
}
