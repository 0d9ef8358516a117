using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The statements of one writer on one connection, prepared.</summary>
internal sealed class BatchStatement : IAsyncDisposable
{
    private readonly BatchColumns _columns = new();
    private readonly NpgsqlCommand _append;
    private readonly NpgsqlCommand _known;

    private BatchStatement(NpgsqlConnection connection)
    {
        var places = Enumerable.Range(1, _columns.Parameters.Count)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}"));
        _append = new NpgsqlCommand($"SELECT append_batch({string.Join(", ", places)})", connection);
        foreach (var parameter in _columns.Parameters)
        {
            _append.Parameters.Add(parameter);
        }

        _known = new NpgsqlCommand("SELECT array_agg(id) FROM callbacks WHERE id = ANY ($1)", connection);
        _known.Parameters.Add(new NpgsqlParameter<Guid[]>
        {
            TypedValue = [],
            NpgsqlDbType = NpgsqlDbType.Uuid | NpgsqlDbType.Array,
        });
    }

    public static async Task<BatchStatement> PrepareAsync(NpgsqlConnection connection)
    {
        var statement = new BatchStatement(connection);
        await statement._append.PrepareAsync();
        await statement._known.PrepareAsync();
        return statement;
    }

    /// <summary>Appends a batch, in a transaction of its own unless the connection is in one.</summary>
    /// <returns>The numbers, from 1, of the chains whose head rows are not as expected.</returns>
    public async Task<int[]> AppendAsync(AppendBatch batch)
    {
        _columns.Fill(batch);
        try
        {
            return await _append.ExecuteScalarAsync() as int[] ?? [];
        }
        finally
        {
            _columns.Clear();
        }
    }

    /// <summary>Those of the callbacks that the journal has.</summary>
    public async Task<HashSet<Guid>> KnownAsync(Guid[] ids)
    {
        ((NpgsqlParameter<Guid[]>)_known.Parameters[0]).TypedValue = ids;
        return [.. await _known.ExecuteScalarAsync() as Guid[] ?? []];
    }

    public async ValueTask DisposeAsync()
    {
        await _append.DisposeAsync();
        await _known.DisposeAsync();
    }
}
