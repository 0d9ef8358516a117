using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>Rejections in a table of their own, bounded over all processes together.</summary>
internal sealed class PostgresRejections(Reads reads, RejectionBounds bounds) : IRejections, IDisposable
{
    private const string AddSql = "SELECT add_rejection($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private const string Columns =
        "id, source, received_at, cause, detail, command, remote_ip, head, replayed_at, replayed_by, replay_outcome, replay_cause";

    private const string Filters =
        """
        ($1::text[] IS NULL OR source = ANY($1)) AND ($2::text IS NULL OR cause = $2) AND received_at >= $3 AND received_at < $4
        """;

    private const string ListSql =
        $"SELECT {Columns} FROM rejections WHERE {Filters} AND ($5::uuid IS NULL OR id < $5) ORDER BY id DESC LIMIT $6";

    private const string AscendingSql =
        $"SELECT {Columns} FROM rejections WHERE {Filters} AND ($5::uuid IS NULL OR id > $5) ORDER BY id LIMIT $6";

    private const string NoteReplaySql =
        "UPDATE rejections SET replayed_at = $2, replayed_by = $3, replay_outcome = $4, replay_cause = $5 WHERE id = $1";

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
        reader => Read(reader, reader.GetFieldValue<byte[]>(12)),
        cancellationToken);

    public async Task<Page<Rejection>> ListAsync(RejectionQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        if (!StorableText.Fits(query.Cause))
        {
            return new([], null);
        }

        var rejections = await reads.AllAsync(
            query.Ascending ? AscendingSql : ListSql,
            parameters =>
            {
                parameters.Add(new NpgsqlParameter<string[]?>
                {
                    TypedValue = query.Sources?.Where(StorableText.Fits).ToArray(),
                });
                parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.Cause });
                parameters.AddWithValue(query.From?.ToUnixTimeMilliseconds() ?? long.MinValue);
                parameters.AddWithValue(query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue);
                parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = query.After?.Value });
                parameters.AddWithValue(query.Limit + 1L);
            },
            reader => Read(reader, default),
            cancellationToken);
        if (rejections.Count <= query.Limit)
        {
            return new(rejections, null);
        }

        rejections.RemoveAt(query.Limit);
        return new(rejections, rejections[^1].Id.ToString());
    }

    public Task NoteReplayAsync(CallbackId id, RejectionReplay replay, CancellationToken cancellationToken) => reads.ExecuteAsync(
        NoteReplaySql,
        parameters =>
        {
            parameters.AddWithValue(id.Value);
            parameters.AddWithValue(replay.At.ToUnixTimeMilliseconds());
            parameters.AddWithValue(StorableText.Mend(replay.By)!);
            parameters.AddWithValue(replay.Outcome);
            parameters.Add(new NpgsqlParameter<string?> { TypedValue = replay.Cause });
        },
        cancellationToken);

    public async Task<int> DropAsync(DateTimeOffset receivedBefore, CancellationToken cancellationToken) =>
        (await reads.AllAsync(
            "SELECT drop_rejections($1)",
            parameters => parameters.AddWithValue(receivedBefore.ToUnixTimeMilliseconds()),
            reader => reader.GetInt32(0),
            cancellationToken)).Single();

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
        RawRequestCodec.Decode(reader.GetFieldValue<byte[]>(7)) with { Body = body })
    {
        Replay = reader.IsDBNull(8)
            ? null
            : new RejectionReplay(
                UnixTime.Read(reader.GetInt64(8)), reader.GetString(9), reader.GetString(10), reader.IsDBNull(11) ? null : reader.GetString(11)),
    };
}
