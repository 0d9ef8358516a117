using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Postgres.Reading;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>
/// Keys to the admin API, and the chain of what was changed through it. Each change is one statement, so that it is made
/// with its action or not at all; the lock of the head row keeps processes in turn.
/// </summary>
internal sealed class PostgresAdministration(Reads reads, NpgsqlDataSource source) : IAdministration
{
    private const string Move =
        """
        UPDATE admin_action_head SET
            sequence = sequence + 1,
            previous_hash = hash,
            hash = sha256(hash || int8send(sequence + 1) || $1)
        """;

    private const string Insert =
        """
        INSERT INTO admin_actions (sequence, previous_hash, hash, action) SELECT sequence, previous_hash, hash, $1 FROM head
        RETURNING sequence, previous_hash, hash
        """;

    private const string ActSql = $"WITH head AS ({Move} RETURNING *) {Insert}";

    private const string AddKeySql =
        $"""
         WITH key AS (
             INSERT INTO admin_keys (id, digest, name, role, sources, created_at, created_by, expires_at)
             VALUES ($2, $3, $4, $5, $6, $7, $8, $9)),
         head AS ({Move} RETURNING *) {Insert}
         """;

    private const string RevokeSql =
        $"""
         WITH key AS (UPDATE admin_keys SET revoked_at = $3 WHERE id = $2 AND revoked_at IS NULL RETURNING id),
         head AS ({Move} WHERE EXISTS (SELECT 1 FROM key) RETURNING *) {Insert}
         """;

    private const string KeysSql =
        "SELECT id, name, role, sources, created_at, created_by, expires_at, revoked_at, digest FROM admin_keys ORDER BY id";

    private const string BeforeSql =
        "SELECT sequence, previous_hash, hash, action FROM admin_actions WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2";

    private const string WalkSql =
        "SELECT sequence, previous_hash, hash, action FROM admin_actions WHERE sequence > $1 ORDER BY sequence LIMIT $2";

    private const int WalkRows = 1000;

    public async Task<AdminAction> ActAsync(AdminActionDraft action, CancellationToken cancellationToken)
    {
        var bytes = AdminActionCodec.Encode(action);
        return (await reads.FirstAsync(
            ActSql,
            parameters => parameters.AddWithValue(bytes),
            reader => new AdminAction(
                reader.GetInt64(0), action, GroupRows.ReadHash(reader, 1), GroupRows.ReadHash(reader, 2)),
            cancellationToken))!;
    }

    public Task AddKeyAsync(StoredKey key, AdminActionDraft action, CancellationToken cancellationToken) => reads.ExecuteAsync(
        AddKeySql,
        parameters =>
        {
            parameters.AddWithValue(AdminActionCodec.Encode(action));
            parameters.AddWithValue(key.Id);
            parameters.AddWithValue(key.Digest.ToByteArray());
            parameters.AddWithValue(key.Name);
            parameters.AddWithValue(key.Role);
            parameters.AddWithValue(key.Sources.ToArray());
            parameters.AddWithValue(key.CreatedAt.ToUnixTimeMilliseconds());
            parameters.AddWithValue(StorableText.Mend(key.CreatedBy)!);
            parameters.Add(new NpgsqlParameter<long?> { TypedValue = key.ExpiresAt?.ToUnixTimeMilliseconds() });
        },
        cancellationToken);

    public async Task<bool> RevokeKeyAsync(string id, AdminActionDraft action, CancellationToken cancellationToken) =>
        StorableText.Fits(id) && await reads.FirstAsync(
            RevokeSql,
            parameters =>
            {
                parameters.AddWithValue(AdminActionCodec.Encode(action));
                parameters.AddWithValue(id);
                parameters.AddWithValue(action.At.ToUnixTimeMilliseconds());
            },
            static _ => "",
            cancellationToken) is not null;

    public async Task<IReadOnlyList<StoredKey>> KeysAsync(CancellationToken cancellationToken) =>
        await reads.AllAsync(KeysSql, static _ => { }, ReadKey, cancellationToken);

    public async Task<Page<AdminAction>> ActionsAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = await reads.AllAsync(
            BeforeSql,
            parameters =>
            {
                parameters.AddWithValue(before ?? long.MaxValue);
                parameters.AddWithValue(limit + 1L);
            },
            ReadAction,
            cancellationToken);
        return ActionRow.Page(rows, limit);
    }

    public async Task<Verification> VerifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One snapshot of the database: head, keys and actions of the same moment.
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(
                System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var walk = new AdminChainWalk();
            long reached = 0;
            while (await RowsAsync(connection, WalkSql, [reached, (long)WalkRows], ReadAction, cancellationToken) is { Count: > 0 } rows
                && rows.TrueForAll(row => walk.Next(row.Sequence, row.Previous, row.Hash, row.Action)))
            {
                reached = rows[^1].Sequence;
            }

            var head = await RowsAsync(
                connection,
                "SELECT sequence, hash FROM admin_action_head",
                [],
                static reader => (Sequence: reader.GetInt64(0), Hash: GroupRows.ReadHash(reader, 1)),
                cancellationToken);
            var keys = await RowsAsync(connection, KeysSql, [], ReadKey, cancellationToken);
            return head is [var (sequence, hash)]
                ? walk.Result(sequence, hash, keys)
                : throw new JournalDamagedException("The head row of the actions is missing.");
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw PostgresFault.Unavailable("PostgreSQL did not answer", exception);
        }
    }

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string sql, object[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static ActionRow ReadAction(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), GroupRows.ReadHash(reader, 1), GroupRows.ReadHash(reader, 2), reader.GetFieldValue<byte[]>(3));

    private static StoredKey ReadKey(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetFieldValue<string[]>(3),
        UnixTime.Read(reader.GetInt64(4)),
        reader.GetString(5),
        reader.IsDBNull(6) ? null : UnixTime.Read(reader.GetInt64(6)),
        reader.IsDBNull(7) ? null : UnixTime.Read(reader.GetInt64(7)),
        GroupRows.ReadHash(reader, 8));
}
