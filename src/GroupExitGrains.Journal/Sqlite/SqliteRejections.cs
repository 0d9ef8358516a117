using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>What was refused, in order of ids, which is that of their receipt.</summary>
internal sealed class SqliteRejections(SqliteWriter writer, ReadPool readers, RejectionBounds bounds) : IRejections
{
    private const string Columns = "id, source, received_at, cause, detail, command, remote_ip, request_head";

    public Task AddAsync(Rejection rejection, CancellationToken cancellationToken)
    {
        var head = RawRequestCodec.Encode(rejection.Request with { Body = default });
        var bytes = head.Length + rejection.Request.Body.Length;
        return writer.RunAsync(bytes, database => Add(database, rejection, head, bytes)).WaitAsync(cancellationToken);
    }

    public Task<Rejection?> FindAsync(CallbackId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => Find(database, id), cancellationToken);

    public Task<Page<Rejection>> ListAsync(
        string? source, string? cause, CallbackId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return readers.ReadAsync(database => List(database, source, cause, before, limit), cancellationToken);
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

            var delete = database.Prepared("""
                DELETE FROM rejections
                WHERE rejection_key = (SELECT rejection_key FROM rejections ORDER BY id LIMIT 1)
                RETURNING bytes
                """);
            delete.Step();
            var freed = delete.Number(0);
            delete.Step();
            Count(database, -1, -freed);
        }
    }

    private static void Count(Database database, long count, long bytes) =>
        database.Prepared("UPDATE rejection_totals SET count = count + ?1, bytes = bytes + ?2")
            .Bind(1, count).Bind(2, bytes).Run();

    private static Rejection? Find(Database database, CallbackId id)
    {
        var row = database.Prepared($"SELECT {Columns}, body FROM rejections WHERE id = ?1").Bind(1, id);
        if (!row.Step())
        {
            return null;
        }

        var rejection = Read(row);
        rejection = rejection with { Request = rejection.Request with { Body = row.Bytes(8).ToArray() } };
        row.Reset();
        return rejection;
    }

    private static Page<Rejection> List(
        Database database, string? source, string? cause, CallbackId? before, int limit)
    {
        var row = database.Prepared($"""
            SELECT {Columns} FROM rejections
            WHERE id < ?1 AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR cause = ?3)
            ORDER BY id DESC
            """).Bind(2, source).Bind(3, cause);
        _ = before is { } id ? row.Bind(1, id) : row.Bind(1, Beyond);
        var items = new List<Rejection>();
        while (row.Step())
        {
            if (items.Count == limit)
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
        RawRequestCodec.Decode(row.Bytes(7).ToArray()));

    /// <summary>Greater than any id, which has sixteen bytes.</summary>
    private static ReadOnlySpan<byte> Beyond =>
        [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];
}
