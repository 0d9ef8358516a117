using Microsoft.EntityFrameworkCore;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>The tables of <see cref="PeerTables"/> as EF Core sees them.</summary>
internal sealed class PeerContext(DbContextOptions<PeerContext> options) : DbContext(options)
{
    public DbSet<PeerCallback> Callbacks => Set<PeerCallback>();

    public DbSet<PeerEntry> Entries => Set<PeerEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PeerCallback>(callback =>
        {
            callback.ToTable("callbacks").HasKey(row => row.Id);
            callback.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            callback.Property(row => row.Fingerprint).HasColumnName("fingerprint");
            callback.Property(row => row.ReceivedAt).HasColumnName("received_at");
            callback.Property(row => row.Command).HasColumnName("command");
            callback.Property(row => row.Request).HasColumnName("request");
        });
        modelBuilder.Entity<PeerEntry>(entry =>
        {
            entry.ToTable("entries").HasKey(row => row.Position);
            entry.Property(row => row.Position).HasColumnName("position").UseIdentityAlwaysColumn();
            entry.Property(row => row.CallbackId).HasColumnName("callback_id");
            entry.Property(row => row.ReceivedAt).HasColumnName("received_at");
            entry.Property(row => row.Kind).HasColumnName("kind");
            entry.Property(row => row.Source).HasColumnName("source");
            entry.Property(row => row.GroupId).HasColumnName("group_id");
            entry.Property(row => row.UserId).HasColumnName("user_id");
        });
    }
}

/// <summary>A row of <c>callbacks</c>.</summary>
internal sealed class PeerCallback
{
    public required Guid Id { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public required string Command { get; init; }

    public required byte[] Request { get; init; }
}

/// <summary>A row of <c>entries</c>.</summary>
internal sealed class PeerEntry
{
    public long Position { get; init; }

    public required Guid CallbackId { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public required short Kind { get; init; }

    public required string Source { get; init; }

    public required string GroupId { get; init; }

    public required string UserId { get; init; }
}
