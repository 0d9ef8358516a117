using GroupExitGrains.Membership;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The parameters <c>g_...</c>: how each group's head row must be and will be, and what it adds to its source's totals.</summary>
internal sealed class GroupColumns(BatchColumns columns)
{
    private readonly PackedArray _source = columns.Next(NpgsqlDbType.Text);
    private readonly PackedArray _id = columns.Next(NpgsqlDbType.Text);
    private readonly PackedArray _expected = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _expectedHash = columns.Next(NpgsqlDbType.Bytea);
    private readonly PackedArray _expectedPending = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _sequence = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _hash = columns.Next(NpgsqlDbType.Bytea);
    private readonly PackedArray _pending = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _status = columns.Next(NpgsqlDbType.Smallint);
    private readonly PackedArray _summary = columns.Next(NpgsqlDbType.Bytea);
    private readonly PackedArray _before = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _recorded = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _duplicates = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _joined = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _quit = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _kicked = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _dismissed = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _left = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _receivedAt = columns.Next(NpgsqlDbType.Bigint);

    public void Add(AppendChain chain, long entriesBefore)
    {
        _source.Add(chain.Group.Source);
        _id.Add(chain.Group.GroupId);
        _expected.Add(chain.Expected.Sequence);
        _expectedHash.Add(chain.Expected.Hash);
        _expectedPending.Add(chain.ExpectedPending);
        _sequence.Add(chain.Summary.Head.Sequence);
        _hash.Add(chain.Summary.Head.Hash);
        _pending.Add(chain.Pending);
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
