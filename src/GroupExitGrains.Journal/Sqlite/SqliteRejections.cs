using System.Text.Json;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>What was refused, in order of ids, which is that of their receipt.</summary>
internal sealed class SqliteRejections(SqliteWriter writer, ReadPool readers, RejectionBounds bounds) : IRejections
{
    private const string Columns = """
        id, source, received_at, r.cause, detail, command, remote_ip, request_head, p.replayed_at, p.replayed_by, p.outcome, p.cause
        """;

    private const string Tables = "rejections r LEFT JOIN rejection_replays p ON p.rejection_key = r.rejection_key";
    /// <summary>
    /// What strangers send may not fill the memory while the file is locked: a write that nobody waits for any more is queued
    /// all the same. One more of whatever size is let in if nothing waits.
    /// </summary>
    private const long MostWaitingBytes = 32 * 1024 * 1024;

    private const string Oldest = "SELECT rejection_key FROM rejections ORDER BY id LIMIT 1";
    private long _waitingBytes;

    public Task AddAsync(Rejection rejection, CancellationToken cancellationToken)
    {
        var head = RawRequestCodec.Encode(rejection.Request with { Body = default });
        var bytes = head.Length + rejection.Request.Body.Length;
        if (Interlocked.Add(ref _waitingBytes, bytes) is var waiting && waiting > MostWaitingBytes && waiting > bytes)
        {
            Interlocked.Add(ref _waitingBytes, -bytes);
            throw new JournalUnavailableException("Too many rejections wait for the file.");
        }

        return AddAsync(rejection, head, bytes).WaitAsync(cancellationToken);
    }

    private async Task AddAsync(Rejection rejection, byte[] head, int bytes)
    {
        try
        {
            await writer.RunAsync(bytes, database => Add(database, rejection, head, bytes));
        }
        finally
        {
            Interlocked.Add(ref _waitingBytes, -bytes);
        }
    }

    public Task<Rejection?> FindAsync(CallbackId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => Find(database, id), cancellationToken);

    public Task<Page<Rejection>> ListAsync(RejectionQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        return readers.ReadAsync(database => List(database, query), cancellationToken);
    }

    public Task NoteReplayAsync(CallbackId id, RejectionReplay replay, CancellationToken cancellationToken) =>
        writer.RunAsync(0, database => NoteReplay(database, id, replay)).WaitAsync(cancellationToken);

    public async Task<int> DropAsync(DateTimeOffset receivedBefore, CancellationToken cancellationToken)
    {
        var dropped = 0;
        await writer.RunAsync(0, database => dropped = Drop(database, receivedBefore.ToUnixTimeMilliseconds()))
            .WaitAsync(cancellationToken);
        return dropped;
    }

    public Task<IReadOnlyList<RejectionCount>> CountsAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(Counts, cancellationToken);

    private void Add(Database database, Rejection rejection, byte[] head, int bytes)
    {
        var insert = database.Prepared("""
            INSERT INTO rejections (
                id, source, received_at, cause, detail, command, remote_ip, request_head, bytes, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (id) DO NOTHING
            """)
            .Bind(1, rejection.Id).Bind(2, rejection.Source).Bind(3, rejection.ReceivedAt.ToUnixTimeMilliseconds())
            .Bind(4, rejection.Cause).Bind(5, rejection.Detail).Bind(6, rejection.Command).Bind(7, rejection.RemoteIp)
            .Bind(8, head).Bind(9, bytes).Bind(10, rejection.Request.Body.Span);
        var inserted = insert.Run() == 1;
        insert.BindNull(10);
        if (inserted)
        {
            Count(database, 1, bytes);
            MakeRoom(database);
        }
    }

    private void MakeRoom(Database database)
    {
        while (true)
        {
            var totals = database.Prepared("SELECT count, bytes FROM rejection_totals");
            totals.Step();
            var (count, bytes) = (totals.Number(0), totals.Number(1));
            totals.Reset();
            if (count == 0 || (count <= bounds.MaxCount && bytes <= bounds.MaxBytes))
            {
                return;
            }

            DropOldest(database);
        }
    }

    private static void DropOldest(Database database)
    {
        database.Prepared($"DELETE FROM rejection_replays WHERE rejection_key = ({Oldest})").Run();
        var delete = database.Prepared($"DELETE FROM rejections WHERE rejection_key = ({Oldest}) RETURNING bytes");
        delete.Step();
        var freed = delete.Number(0);
        delete.Step();
        Count(database, -1, -freed);
    }

    // Ids ascend with the time of receipt, so that the oldest is the one with the least.
    private static int Drop(Database database, long receivedBefore)
    {
        var dropped = 0;
        while (OldestReceivedAt(database) < receivedBefore)
        {
            DropOldest(database);
            dropped++;
        }

        return dropped;
    }

    private static long? OldestReceivedAt(Database database)
    {
        var oldest = database.Prepared("SELECT received_at FROM rejections ORDER BY id LIMIT 1");
        if (!oldest.Step())
        {
            return null;
        }

        var receivedAt = oldest.Number(0);
        oldest.Reset();
        return receivedAt;
    }

    private static void NoteReplay(Database database, CallbackId id, RejectionReplay replay) => database.Prepared("""
        INSERT INTO rejection_replays (rejection_key, replayed_at, replayed_by, outcome, cause)
        SELECT rejection_key, ?2, ?3, ?4, ?5 FROM rejections WHERE id = ?1
        ON CONFLICT (rejection_key) DO UPDATE SET
            replayed_at = excluded.replayed_at, replayed_by = excluded.replayed_by, outcome = excluded.outcome, cause = excluded.cause
        """)
        .Bind(1, id).Bind(2, replay.At.ToUnixTimeMilliseconds()).Bind(3, replay.By).Bind(4, replay.Outcome).Bind(5, replay.Cause)
        .Run();

    private static void Count(Database database, long count, long bytes) =>
        database.Prepared("UPDATE rejection_totals SET count = count + ?1, bytes = bytes + ?2")
            .Bind(1, count).Bind(2, bytes).Run();

    private static Rejection? Find(Database database, CallbackId id)
    {
        var row = database.Prepared($"SELECT {Columns}, body FROM {Tables} WHERE id = ?1").Bind(1, id);
        if (!row.Step())
        {
            return null;
        }

        var rejection = Read(row);
        rejection = rejection with { Request = rejection.Request with { Body = row.Bytes(12).ToArray() } };
        row.Reset();
        return rejection;
    }

    private static Page<Rejection> List(Database database, RejectionQuery query)
    {
        var (beyond, order) = query.Ascending ? ("id > ?1", "id") : ("id < ?1", "id DESC");
        var row = database.Prepared($"""
            SELECT {Columns} FROM {Tables}
            WHERE {beyond} AND (?2 IS NULL OR source IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR r.cause = ?3)
                AND received_at >= ?4 AND received_at < ?5
            ORDER BY {order}
            """)
            .Bind(2, query.Sources is null ? null : JsonSerializer.Serialize(query.Sources)).Bind(3, query.Cause)
            .Bind(4, query.From?.ToUnixTimeMilliseconds() ?? long.MinValue)
            .Bind(5, query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        _ = query.After is { } id ? row.Bind(1, id) : row.Bind(1, query.Ascending ? [] : Beyond);
        var items = new List<Rejection>();
        while (row.Step())
        {
            if (items.Count == query.Limit)
            {
                row.Reset();
                return new(items, items[^1].Id.ToString());
            }

            items.Add(Read(row));
        }

        return new(items, null);
    }

    private static IReadOnlyList<RejectionCount> Counts(Database database)
    {
        var row = database.Prepared("""
            SELECT source, cause, count(*), max(received_at) FROM rejections GROUP BY source, cause ORDER BY source, cause
            """);
        var counts = new List<RejectionCount>();
        while (row.Step())
        {
            counts.Add(new(row.Text(0), row.Text(1), row.Number(2), UnixTime.Read(row.Number(3))));
        }

        return counts;
    }

    private static Rejection Read(Statement row) => new(
        row.Id(0),
        row.Text(1),
        UnixTime.Read(row.Number(2)),
        row.Text(3),
        row.Text(4),
        row.TextOrNull(5),
        row.TextOrNull(6),
        RawRequestCodec.Decode(row.Bytes(7).ToArray()))
    {
        Replay = row.IsNull(8)
            ? null
            : new RejectionReplay(UnixTime.Read(row.Number(8)), row.Text(9), row.Text(10), row.TextOrNull(11)),
    };

    /// <summary>Greater than any id, which has sixteen bytes.</summary>
    private static ReadOnlySpan<byte> Beyond =>
        [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];
}
