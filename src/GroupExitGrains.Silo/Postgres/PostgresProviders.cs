using GroupExitGrains.Grains;
using Npgsql;

namespace GroupExitGrains.Silo.Postgres;

/// <summary>Orleans' clustering, grain storage and reminders on the tables that <see cref="OrleansSchema"/> makes.</summary>
internal static class PostgresProviders
{
    private const string Invariant = "Npgsql";

    public static ISiloBuilder UsePostgres(this ISiloBuilder silo, string connectionString)
    {
        var own = OwnPool(connectionString);
        return silo
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, own))
            .UsePostgresState(connectionString);
    }

    /// <summary>Grain storage and reminders alone.</summary>
    public static ISiloBuilder UsePostgresState(this ISiloBuilder silo, string connectionString)
    {
        var own = OwnPool(connectionString);
        return silo
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, own))
            .AddAdoNetGrainStorage(GrainStorage.SnapshotProvider, options =>
            {
                (options.Invariant, options.ConnectionString) = (Invariant, own);
                options.GrainStorageSerializer = new GroupSnapshotSerializer();
            })
            .AddSnapshotStorage();
    }

    public static IClientBuilder UsePostgres(this IClientBuilder client, string connectionString)
    {
        var own = OwnPool(connectionString);
        return client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, own));
    }

    /// <summary>
    /// A small pool beside the journal's, so that a process takes a known number of the server's connections, and neither
    /// waits for the other's.
    /// </summary>
    private static string OwnPool(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "groupexit-orleans",
        MinPoolSize = 0,
        MaxPoolSize = 8,
        Timeout = 3,
        CommandTimeout = 5,
        KeepAlive = 10,
    }.ConnectionString;
}
