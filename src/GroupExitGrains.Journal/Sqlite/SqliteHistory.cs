using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Questions over many groups.</summary>
internal sealed class SqliteHistory(SqliteWriter writer, ReadPool readers) : IHistory
{
    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        AuditQueryRules.Check(query);
        return readers.ReadAsync(database => HistoryReads.Page(database, query), cancellationToken);
    }

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        return readers.ReadAsync(database => GroupReads.List(database, query), cancellationToken);
    }

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => HistoryReads.User(database, user), cancellationToken);

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(HistoryReads.Sources, cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) =>
        writer.RunAsync(0, static database => database.Prepared("UPDATE write_checks SET count = count + 1").Run())
            .WaitAsync(cancellationToken);
}
