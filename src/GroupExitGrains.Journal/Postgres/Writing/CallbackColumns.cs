using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The parameters <c>c_...</c>: callbacks that are new, with their raw requests.</summary>
internal sealed class CallbackColumns(BatchColumns columns)
{
    private readonly List<int> _group = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<Guid> _id = columns.Next<Guid>(NpgsqlDbType.Uuid);
    private readonly List<Guid?> _duplicateOf = columns.Next<Guid?>(NpgsqlDbType.Uuid);
    private readonly List<long?> _firstSequence = columns.Next<long?>(NpgsqlDbType.Bigint);
    private readonly List<int> _entryCount = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<string?> _operatorId = columns.Next<string?>(NpgsqlDbType.Text);
    private readonly List<ReadOnlyMemory<byte>> _facts = columns.Next<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    private readonly List<ReadOnlyMemory<byte>> _request = columns.Next<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);

    public void Add(int group, Append append)
    {
        _group.Add(group);
        _id.Add(append.Facts.CallbackId.Value);
        _duplicateOf.Add(append.DuplicateOf?.Value);
        _firstSequence.Add(append.Entries.Count == 0 ? null : append.Entries[0].Sequence);
        _entryCount.Add(append.Entries.Count);
        _operatorId.Add(StorableText.Mend(append.Facts.OperatorId));
        _facts.Add(append.FactsBytes);
        _request.Add(append.RequestBytes);
    }
}

/// <summary>The parameters <c>b_...</c>: callbacks whose entries follow in parts.</summary>
internal sealed class BeginColumns(BatchColumns columns)
{
    private readonly List<int> _group = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<Guid> _id = columns.Next<Guid>(NpgsqlDbType.Uuid);
    private readonly List<long> _sequence = columns.Next<long>(NpgsqlDbType.Bigint);
    private readonly List<byte[]> _hash = columns.Next<byte[]>(NpgsqlDbType.Bytea);
    private readonly List<ReadOnlyMemory<byte>> _change = columns.Next<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);

    public void Add(int group, Append append)
    {
        _group.Add(group);
        _id.Add(append.Facts.CallbackId.Value);
        _sequence.Add(append.Expected.Sequence);
        _hash.Add(append.Expected.Hash.ToByteArray());
        _change.Add(append.ChangeBytes);
    }
}

/// <summary>The parameters <c>l_...</c>: callbacks whose last part this is.</summary>
internal sealed class LastColumns(BatchColumns columns)
{
    private readonly List<int> _group = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<Guid> _id = columns.Next<Guid>(NpgsqlDbType.Uuid);
    private readonly List<long> _sequence = columns.Next<long>(NpgsqlDbType.Bigint);

    public void Add(int group, Append append)
    {
        _group.Add(group);
        _id.Add(append.Facts.CallbackId.Value);
        _sequence.Add(append.Summary.Head.Sequence);
    }
}
