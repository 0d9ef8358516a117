namespace GroupExitGrains.Web.Configuration;

/// <summary>Where the journal is kept.</summary>
public sealed class StorageOptions
{
    /// <summary>Which database. Default <see cref="StorageProvider.Sqlite"/>.</summary>
    public StorageProvider Provider { get; init; }

    /// <summary>
    /// How to reach it. Default for SQLite: <c>groupexit.db</c> in <see cref="GroupExitOptions.DataDirectory"/>. Required for PostgreSQL.
    /// </summary>
    public string? ConnectionString { get; init; }
}

/// <summary>A database.</summary>
public enum StorageProvider
{
    /// <summary>A file of this machine.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later.</summary>
    Postgres,
}
