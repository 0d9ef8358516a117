using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>Keys to the admin API, and the chain of what was changed through it.</summary>
internal sealed class SqliteAdministration(SqliteWriter writer, ReadPool readers) : IAdministration
{
    private const string ActionColumns = "sequence, previous_hash, hash, action";

    public async Task<AdminAction> ActAsync(AdminActionDraft action, CancellationToken cancellationToken)
    {
        AdminAction? written = null;
        var bytes = AdminActionCodec.Encode(action);
        await writer.RunAsync(bytes.Length, database => written = Append(database, action, bytes)).WaitAsync(cancellationToken);
        return written!;
    }

    public Task AddKeyAsync(StoredKey key, AdminActionDraft action, CancellationToken cancellationToken)
    {
        var bytes = AdminActionCodec.Encode(action);
        return writer.RunAsync(bytes.Length, database =>
        {
            AddKey(database, key);
            Append(database, action, bytes);
        }).WaitAsync(cancellationToken);
    }

    public async Task<bool> RevokeKeyAsync(string id, AdminActionDraft action, CancellationToken cancellationToken)
    {
        var revoked = false;
        var bytes = AdminActionCodec.Encode(action);
        await writer.RunAsync(bytes.Length, database =>
        {
            revoked = database.Prepared("UPDATE admin_keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL")
                .Bind(1, id).Bind(2, action.At.ToUnixTimeMilliseconds()).Run() == 1;
            if (revoked)
            {
                Append(database, action, bytes);
            }
        }).WaitAsync(cancellationToken);
        return revoked;
    }

    public Task<IReadOnlyList<StoredKey>> KeysAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(Keys, cancellationToken);

    public Task<Page<AdminAction>> ActionsAsync(long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return readers.ReadAsync(database => ActionRow.Page(Before(database, before ?? long.MaxValue, limit + 1), limit), cancellationToken);
    }

    public Task<Verification> VerifyAsync(CancellationToken cancellationToken) => readers.ReadAsync(Verify, cancellationToken);

    private static AdminAction Append(Database database, AdminActionDraft action, byte[] bytes)
    {
        var (sequence, previous) = Head(database);
        var hash = AdminChain.Hash(previous, ++sequence, bytes);
        database.Prepared($"INSERT INTO admin_actions ({ActionColumns}) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, sequence).Bind(2, previous).Bind(3, hash).Bind(4, bytes).Run();
        database.Prepared("UPDATE admin_action_head SET sequence = ?1, hash = ?2").Bind(1, sequence).Bind(2, hash).Run();
        return new AdminAction(sequence, action, previous, hash);
    }

    private static void AddKey(Database database, StoredKey key) => database.Prepared("""
        INSERT INTO admin_keys (id, digest, name, role, sources, created_at, created_by, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
        .Bind(1, key.Id).Bind(2, key.Digest).Bind(3, key.Name).Bind(4, key.Role).Bind(5, string.Join(',', key.Sources))
        .Bind(6, key.CreatedAt.ToUnixTimeMilliseconds()).Bind(7, key.CreatedBy)
        .Bind(8, key.ExpiresAt?.ToUnixTimeMilliseconds()).Run();

    private static IReadOnlyList<StoredKey> Keys(Database database)
    {
        var row = database.Prepared("""
            SELECT id, name, role, sources, created_at, created_by, expires_at, revoked_at, digest FROM admin_keys ORDER BY id
            """);
        var keys = new List<StoredKey>();
        while (row.Step())
        {
            keys.Add(new StoredKey(
                row.Text(0),
                row.Text(1),
                row.Text(2),
                row.Text(3).Split(',', StringSplitOptions.RemoveEmptyEntries),
                UnixTime.Read(row.Number(4)),
                row.Text(5),
                row.NumberOrNull(6) is { } expires ? UnixTime.Read(expires) : null,
                row.NumberOrNull(7) is { } revoked ? UnixTime.Read(revoked) : null,
                row.Hash(8)));
        }

        return keys;
    }

    private static List<ActionRow> Before(Database database, long before, int limit)
    {
        var row = database.Prepared($"SELECT {ActionColumns} FROM admin_actions WHERE sequence < ?1 ORDER BY sequence DESC LIMIT ?2")
            .Bind(1, before).Bind(2, limit);
        var rows = new List<ActionRow>();
        while (row.Step())
        {
            rows.Add(new ActionRow(row.Number(0), row.Hash(1), row.Hash(2), row.Bytes(3).ToArray()));
        }

        return rows;
    }

    private static Verification Verify(Database database)
    {
        // One snapshot of the file: head, keys and actions of the same moment.
        database.Execute("BEGIN");
        try
        {
            var walk = new AdminChainWalk();
            var row = database.Prepared($"SELECT {ActionColumns} FROM admin_actions ORDER BY sequence");
            while (row.Step())
            {
                if (!walk.Next(row.Number(0), row.Hash(1), row.Hash(2), row.Bytes(3)))
                {
                    row.Reset();
                    break;
                }
            }

            var (sequence, hash) = Head(database);
            return walk.Result(sequence, hash, Keys(database));
        }
        finally
        {
            database.Rollback();
        }
    }

    private static (long Sequence, EntryHash Hash) Head(Database database)
    {
        var row = database.Prepared("SELECT sequence, hash FROM admin_action_head");
        if (!row.Step())
        {
            throw new JournalDamagedException("The head row of the actions is missing.");
        }

        var head = (row.Number(0), row.Hash(1));
        row.Reset();
        return head;
    }
}
