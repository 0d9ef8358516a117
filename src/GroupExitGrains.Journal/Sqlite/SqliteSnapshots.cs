using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>The groups' latest snapshots. A group that has no history has none.</summary>
internal sealed class SqliteSnapshots(SqliteWriter writer, ReadPool readers) : ISnapshots
{
    public Task<Snapshot?> LoadAsync(GroupKey group, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => Load(database, group), cancellationToken);

    public Task SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken) =>
        writer.RunAsync(snapshot.State.Length, database => Save(database, group, snapshot)).WaitAsync(cancellationToken);

    private static Snapshot? Load(Database database, GroupKey group)
    {
        var row = database.Prepared("""
            SELECT s.sequence, s.hash, s.state
            FROM snapshots s JOIN groups g ON g.group_key = s.group_key
            WHERE g.source = ?1 AND g.group_id = ?2
            """).Bind(1, group.Source).Bind(2, group.GroupId);
        if (!row.Step())
        {
            return null;
        }

        var snapshot = new Snapshot(new(row.Number(0), row.Hash(1)), row.Bytes(2).ToArray());
        row.Reset();
        return snapshot;
    }

    private static void Save(Database database, GroupKey group, Snapshot snapshot)
    {
        if (GroupKeys.Find(database, group) is not { } groupKey)
        {
            return;
        }

        var statement = database.Prepared("""
            INSERT INTO snapshots AS s (group_key, sequence, hash, state) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (group_key) DO UPDATE SET
                sequence = excluded.sequence, hash = excluded.hash, state = excluded.state
                WHERE excluded.sequence >= s.sequence
            """).Bind(1, groupKey).Bind(2, snapshot.Head.Sequence).Bind(3, snapshot.Head.Hash).Bind(4, snapshot.State.Span);
        statement.Run();
        statement.BindNull(4);
    }
}
