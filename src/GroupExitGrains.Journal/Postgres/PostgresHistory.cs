using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Postgres.Reading;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>Questions over many groups.</summary>
internal sealed class PostgresHistory(Reads reads) : IHistory
{
    private const string SourcesSql =
        """
        SELECT source, recorded, duplicates, joined, quit, kicked, dismissed, "left", last_received_at
        FROM source_totals ORDER BY source
        """;

    private readonly EntryPages _entries = new(reads);
    private readonly GroupPages _groups = new(reads);
    private readonly UserSummaries _users = new(reads);

    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) =>
        _entries.PageAsync(query, cancellationToken);

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) =>
        _groups.PageAsync(query, cancellationToken);

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) =>
        _users.FindAsync(user, cancellationToken);

    public async Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) =>
        await reads.AllAsync(SourcesSql, _ => { }, ReadTotals, cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) =>
        reads.ExecuteAsync("UPDATE probe SET checked_at = now()", _ => { }, cancellationToken);

    private static SourceTotals ReadTotals(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt64(1),
        reader.GetInt64(2),
        reader.GetInt64(3),
        new(reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7)),
        UnixTime.Read(reader.GetInt64(8)));
}
