using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Postgres.Reading;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>Snapshots in a table beside the history.</summary>
internal sealed class PostgresSnapshots(Reads reads) : ISnapshots
{
    private const string LoadSql =
        """
        SELECT s.sequence, s.hash, s.state FROM snapshots AS s JOIN groups AS g USING (group_key)
        WHERE g.source = $1 AND g.group_id = $2
        """;

    private const string SaveSql =
        """
        INSERT INTO snapshots AS s (group_key, sequence, hash, state)
        SELECT group_key, $3, $4, $5 FROM groups WHERE source = $1 AND group_id = $2
        ON CONFLICT (group_key) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, state = excluded.state
        WHERE s.sequence <= excluded.sequence
        """;

    public async Task<Snapshot?> LoadAsync(GroupKey group, CancellationToken cancellationToken) =>
        StorableText.Fits(group.Source) && StorableText.Fits(group.GroupId)
            ? await reads.FirstAsync(
                LoadSql,
                parameters => Bind(parameters, group),
                reader => new Snapshot(
                    new(reader.GetInt64(0), GroupRows.ReadHash(reader, 1)), reader.GetFieldValue<byte[]>(2)),
                cancellationToken)
            : null;

    public Task SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken) => reads.ExecuteAsync(
        SaveSql,
        parameters =>
        {
            Bind(parameters, group);
            parameters.AddWithValue(snapshot.Head.Sequence);
            parameters.AddWithValue(snapshot.Head.Hash.ToByteArray());
            parameters.AddWithValue(snapshot.State);
        },
        cancellationToken);

    private static void Bind(NpgsqlParameterCollection parameters, GroupKey group)
    {
        parameters.AddWithValue(group.Source);
        parameters.AddWithValue(group.GroupId);
    }
}
