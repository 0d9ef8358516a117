using GroupExitGrains.Membership;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// The array parameters of <c>append_batch</c>, in its order. The arrays are kept from batch to batch, so that a batch
/// allocates next to nothing.
/// </summary>
internal sealed class BatchColumns
{
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<PackedArray> _columns = [];
    private readonly GroupColumns _groups;
    private readonly CallbackColumns _callbacks;
    private readonly BeginColumns _begins;
    private readonly LastColumns _lasts;
    private readonly EntryColumns _entries;

    public BatchColumns()
    {
        _groups = new(this);
        _callbacks = new(this);
        _begins = new(this);
        _lasts = new(this);
        _entries = new(this);
    }

    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    public void Fill(AppendBatch batch)
    {
        Clear();
        var number = 0;
        long entriesBefore = 0;
        foreach (var chain in batch.Chains)
        {
            _groups.Add(chain, entriesBefore);
            entriesBefore += chain.Summary.Head.Sequence - chain.Expected.Sequence;
            number++;
            foreach (var queued in chain.Appends)
            {
                Add(number, queued.Append);
            }
        }
    }

    /// <summary>Lets go of what the last batch held.</summary>
    public void Clear()
    {
        foreach (var column in _columns)
        {
            column.Clear();
        }
    }

    /// <summary>The next parameter.</summary>
    public PackedArray Next(NpgsqlDbType elements)
    {
        var column = new PackedArray(TypeId(elements));
        _parameters.Add(new NpgsqlParameter<PackedArray> { TypedValue = column, NpgsqlDbType = elements | NpgsqlDbType.Array });
        _columns.Add(column);
        return column;
    }

    // The numbers of built-in types are part of the protocol: they never change.
    internal static int TypeId(NpgsqlDbType elements) => elements switch
    {
        NpgsqlDbType.Boolean => 16,
        NpgsqlDbType.Bytea => 17,
        NpgsqlDbType.Bigint => 20,
        NpgsqlDbType.Smallint => 21,
        NpgsqlDbType.Integer => 23,
        NpgsqlDbType.Text => 25,
        NpgsqlDbType.Uuid => 2950,
        _ => throw new ArgumentOutOfRangeException(nameof(elements), elements, "No column has elements of this type."),
    };

    private void Add(int group, Append append)
    {
        if (append.Part is AppendPart.Whole or AppendPart.Begin)
        {
            _callbacks.Add(group, append);
        }

        if (append.Part == AppendPart.Begin)
        {
            _begins.Add(group, append);
        }
        else if (append.Part == AppendPart.Last)
        {
            _lasts.Add(group, append);
        }

        _entries.Add(group, append);
    }
}
