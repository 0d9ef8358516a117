using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>Rejections in a table of their own, bounded over all processes together.</summary>
internal sealed class PostgresRejections(Reads reads, RejectionBounds bounds) : IRejections, IDisposable
{
    private const string AddSql = "SELECT add_rejection($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private const string Columns = "id, source, received_at, cause, detail, command, remote_ip, head";

    private const string ListSql =
        $"""
         SELECT {Columns} FROM rejections
         WHERE ($1::text IS NULL OR source = $1) AND ($2::text IS NULL OR cause = $2) AND ($3::uuid IS NULL OR id < $3)
         ORDER BY id DESC LIMIT $4
         """;

    private const string CountsSql =
        "SELECT source, cause, count(*), max(received_at) FROM rejections GROUP BY source, cause ORDER BY source, cause";

    // A flood of rejections must not take the connections that everything else reads on.
    private readonly SemaphoreSlim _writing = new(2);

    public async Task AddAsync(Rejection rejection, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await reads.ExecuteAsync(AddSql, parameters => Bind(parameters, rejection), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task<Rejection?> FindAsync(CallbackId id, CancellationToken cancellationToken) => reads.FirstAsync(
        $"SELECT {Columns}, body FROM rejections WHERE id = $1",
        parameters => parameters.AddWithValue(id.Value),
        reader => Read(reader, reader.GetFieldValue<byte[]>(8)),
        cancellationToken);

    public async Task<Page<Rejection>> ListAsync(
        string? source, string? cause, CallbackId? before, int limit, CancellationToken cancellationToken)
    {
        if (!StorableText.Fits(source) || !StorableText.Fits(cause))
        {
            return new([], null);
        }

        var rejections = await reads.AllAsync(
            ListSql,
            parameters =>
            {
                parameters.Add(new NpgsqlParameter<string?> { TypedValue = source });
                parameters.Add(new NpgsqlParameter<string?> { TypedValue = cause });
                parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = before?.Value });
                parameters.AddWithValue(limit + 1);
            },
            reader => Read(reader, default),
            cancellationToken);
        if (rejections.Count <= limit)
        {
            return new(rejections, null);
        }

        rejections.RemoveAt(limit);
        return new(rejections, rejections[^1].Id.ToString());
    }

    public async Task<IReadOnlyList<RejectionCount>> CountsAsync(CancellationToken cancellationToken) =>
        await reads.AllAsync(
            CountsSql,
            _ => { },
            reader => new RejectionCount(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), UnixTime.Read(reader.GetInt64(3))),
            cancellationToken);

    public void Dispose() => _writing.Dispose();

    private void Bind(NpgsqlParameterCollection parameters, Rejection rejection)
    {
        parameters.AddWithValue(rejection.Id.Value);
        parameters.AddWithValue(rejection.ReceivedAt.ToUnixTimeMilliseconds());
        parameters.AddWithValue(StorableText.Mend(rejection.Source)!);
        parameters.AddWithValue(StorableText.Mend(rejection.Cause)!);
        parameters.AddWithValue(StorableText.Mend(rejection.Detail)!);
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = StorableText.Mend(rejection.Command) });
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = StorableText.Mend(rejection.RemoteIp) });
        parameters.AddWithValue(RawRequestCodec.Encode(rejection.Request with { Body = default }));
        parameters.AddWithValue(rejection.Request.Body);
        parameters.AddWithValue((long)bounds.MaxCount);
        parameters.AddWithValue(bounds.MaxBytes);
    }

    private static Rejection Read(NpgsqlDataReader reader, ReadOnlyMemory<byte> body) => new(
        new(reader.GetGuid(0)),
        reader.GetString(1),
        UnixTime.Read(reader.GetInt64(2)),
        reader.GetString(3),
        reader.GetString(4),
        reader.IsDBNull(5) ? null : reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        RawRequestCodec.Decode(reader.GetFieldValue<byte[]>(7)) with { Body = body });
}
