using GroupExitGrains.Membership;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>
/// The service of <see cref="PeerTables"/> with ASP.NET Core and EF Core: contexts from a pool, and for each callback one
/// <c>SaveChanges</c>, which is one transaction.
/// </summary>
internal static class EfPeerHost
{
    public static async Task RunAsync(int port, string connectionString, int connections)
    {
        await using var database = await PeerTables.CreateAsync(connectionString, connections);
        var options = new DbContextOptionsBuilder<PeerContext>()
            .UseNpgsql(database)
            .EnableThreadSafetyChecks(false)
            .Options;
        var contexts = new PooledDbContextFactory<PeerContext>(options, poolSize: 1024);
        await BenchmarkHost.RunAsync(port, callback => RecordAsync(contexts, callback));
    }

    private static async ValueTask RecordAsync(PooledDbContextFactory<PeerContext> contexts, Callback callback)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var receivedAt = callback.ReceivedAt.UtcDateTime;
        var row = new PeerCallback
        {
            Id = Guid.CreateVersion7(callback.ReceivedAt),
            Fingerprint = PeerFingerprint.Of(callback),
            ReceivedAt = receivedAt,
            Command = callback.Command,
            Request = callback.Request.Body.ToArray(),
        };
        context.Callbacks.Add(row);
        context.Entries.AddRange(callback.Change.Users.Select(user => new PeerEntry
        {
            CallbackId = row.Id,
            ReceivedAt = receivedAt,
            Kind = (short)callback.Change.Kind,
            Source = callback.Source,
            GroupId = callback.Change.GroupId,
            UserId = user.UserId,
        }));
        try
        {
            await context.SaveChangesAsync();
        }
        catch (DbUpdateException duplicate) when (duplicate.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // It is there already, and its sender is told so.
        }
    }
}
