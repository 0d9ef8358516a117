using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The parameters <c>c_...</c>: callbacks that are new, with their raw requests.</summary>
internal sealed class CallbackColumns(BatchColumns columns)
{
    private readonly PackedArray _group = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _id = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _duplicateOf = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _firstSequence = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _entryCount = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _operatorId = columns.Next(NpgsqlDbType.Text);
    private readonly PackedArray _facts = columns.Next(NpgsqlDbType.Bytea);
    private readonly PackedArray _request = columns.Next(NpgsqlDbType.Bytea);

    public void Add(int group, Append append)
    {
        _group.Add(group);
        _id.Add(append.Facts.CallbackId);
        _duplicateOf.Add(append.DuplicateOf);
        _firstSequence.Add(append.Entries.Count == 0 ? null : append.Entries[0].Sequence);
        _entryCount.Add(append.Entries.Count);
        _operatorId.Add(StorableText.Mend(append.Facts.OperatorId));
        _facts.Add(append.FactsBytes.Span);
        _request.Add(append.RequestBytes.Span);
    }
}

/// <summary>The parameters <c>b_...</c>: callbacks whose entries follow in parts.</summary>
internal sealed class BeginColumns(BatchColumns columns)
{
    private readonly PackedArray _group = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _id = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _sequence = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _hash = columns.Next(NpgsqlDbType.Bytea);
    private readonly PackedArray _change = columns.Next(NpgsqlDbType.Bytea);

    public void Add(int group, Append append)
    {
        _group.Add(group);
        _id.Add(append.Facts.CallbackId);
        _sequence.Add(append.Expected.Sequence);
        _hash.Add(append.Expected.Hash);
        _change.Add(append.ChangeBytes.Span);
    }
}

/// <summary>The parameters <c>l_...</c>: callbacks whose last part this is.</summary>
internal sealed class LastColumns(BatchColumns columns)
{
    private readonly PackedArray _group = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _id = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _sequence = columns.Next(NpgsqlDbType.Bigint);

    public void Add(int group, Append append)
    {
        _group.Add(group);
        _id.Add(append.Facts.CallbackId);
        _sequence.Add(append.Summary.Head.Sequence);
    }
}
