using GroupExitGrains.Grains;

namespace GroupExitGrains.Silo.Postgres;

/// <summary>Orleans' clustering, grain storage and reminders on the tables that <see cref="OrleansSchema"/> makes.</summary>
internal static class PostgresProviders
{
    private const string Invariant = "Npgsql";

    public static ISiloBuilder UsePostgres(this ISiloBuilder silo, string connectionString) => silo
        .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString))
        .UsePostgresState(connectionString);

    /// <summary>Grain storage and reminders alone.</summary>
    public static ISiloBuilder UsePostgresState(this ISiloBuilder silo, string connectionString) => silo
        .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString))
        .AddAdoNetGrainStorage(GrainStorage.Snapshots, options =>
        {
            (options.Invariant, options.ConnectionString) = (Invariant, connectionString);
            options.GrainStorageSerializer = new GroupSnapshotSerializer();
        });

    public static IClientBuilder UsePostgres(this IClientBuilder client, string connectionString) => client
        .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
}
