using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The statements of one writer on one connection, prepared.</summary>
internal sealed class BatchStatement : IDisposable
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

    public static BatchStatement Prepare(NpgsqlConnection connection)
    {
        var statement = new BatchStatement(connection);
        statement._append.Prepare();
        statement._known.Prepare();
        return statement;
    }

    /// <summary>Appends a batch, in a transaction of its own unless the connection is in one.</summary>
    /// <returns>The numbers, from 1, of the chains whose head rows are not as expected.</returns>
    public int[] Append(AppendBatch batch)
    {
        _columns.Fill(batch);
        try
        {
            return _append.ExecuteScalar() as int[] ?? [];
        }
        finally
        {
            _columns.Clear();
        }
    }

    /// <summary>Those of the callbacks that the journal has.</summary>
    public HashSet<Guid> Known(Guid[] ids)
    {
        ((NpgsqlParameter<Guid[]>)_known.Parameters[0]).TypedValue = ids;
        return [.. _known.ExecuteScalar() as Guid[] ?? []];
    }

    public void Dispose()
    {
        _append.Dispose();
        _known.Dispose();
    }
}
