using GroupExitGrains.Membership;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The parameters <c>g_...</c>: how each group's head row must be and will be, and what it adds to its source's totals.</summary>
internal sealed class GroupColumns(BatchColumns columns)
{
    private readonly List<string> _source = columns.Next<string>(NpgsqlDbType.Text);
    private readonly List<string> _id = columns.Next<string>(NpgsqlDbType.Text);
    private readonly List<long> _expected = columns.Next<long>(NpgsqlDbType.Bigint);
    private readonly List<byte[]> _expectedHash = columns.Next<byte[]>(NpgsqlDbType.Bytea);
    private readonly List<Guid?> _expectedPending = columns.Next<Guid?>(NpgsqlDbType.Uuid);
    private readonly List<long> _sequence = columns.Next<long>(NpgsqlDbType.Bigint);
    private readonly List<byte[]> _hash = columns.Next<byte[]>(NpgsqlDbType.Bytea);
    private readonly List<Guid?> _pending = columns.Next<Guid?>(NpgsqlDbType.Uuid);
    private readonly List<short> _status = columns.Next<short>(NpgsqlDbType.Smallint);
    private readonly List<byte[]> _summary = columns.Next<byte[]>(NpgsqlDbType.Bytea);
    private readonly List<long> _before = columns.Next<long>(NpgsqlDbType.Bigint);
    private readonly List<int> _recorded = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<int> _duplicates = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<int> _joined = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<int> _quit = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<int> _kicked = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<int> _dismissed = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<int> _left = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<long> _receivedAt = columns.Next<long>(NpgsqlDbType.Bigint);

    public void Add(AppendChain chain, long entriesBefore)
    {
        _source.Add(chain.Group.Source);
        _id.Add(chain.Group.GroupId);
        _expected.Add(chain.Expected.Sequence);
        _expectedHash.Add(chain.Expected.Hash.ToByteArray());
        _expectedPending.Add(chain.ExpectedPending?.Value);
        _sequence.Add(chain.Summary.Head.Sequence);
        _hash.Add(chain.Summary.Head.Hash.ToByteArray());
        _pending.Add(chain.Pending?.Value);
        _status.Add((short)chain.Summary.Status);
        _summary.Add(GroupSummaryCodec.Encode(chain.Summary));
        _before.Add(entriesBefore);
        _recorded.Add((int)chain.Tally.Recorded);
        _duplicates.Add((int)chain.Tally.Duplicates);
        _joined.Add((int)chain.Tally.Joined);
        _quit.Add((int)chain.Tally.Exits.Quit);
        _kicked.Add((int)chain.Tally.Exits.Kicked);
        _dismissed.Add((int)chain.Tally.Exits.Dismissed);
        _left.Add((int)chain.Tally.Exits.Left);
        _receivedAt.Add(chain.Tally.LastReceivedAt.ToUnixTimeMilliseconds());
    }
}
