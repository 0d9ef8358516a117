using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The parameters <c>e_...</c>: entries.</summary>
internal sealed class EntryColumns(BatchColumns columns)
{
    private readonly PackedArray _group = columns.Next(NpgsqlDbType.Integer);
    private readonly PackedArray _callbackId = columns.Next(NpgsqlDbType.Uuid);
    private readonly PackedArray _sequence = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _userHash = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _receivedAt = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _since = columns.Next(NpgsqlDbType.Bigint);
    private readonly PackedArray _kind = columns.Next(NpgsqlDbType.Smallint);
    private readonly PackedArray _effect = columns.Next(NpgsqlDbType.Smallint);
    private readonly PackedArray _role = columns.Next(NpgsqlDbType.Smallint);
    private readonly PackedArray _wasMember = columns.Next(NpgsqlDbType.Boolean);
    private readonly PackedArray _userId = columns.Next(NpgsqlDbType.Text);
    private readonly PackedArray _hash = columns.Next(NpgsqlDbType.Bytea);

    public void Add(int group, Append append)
    {
        var callbackId = append.Facts.CallbackId;
        var receivedAt = append.Facts.ReceivedAt.ToUnixTimeMilliseconds();
        for (var i = 0; i < append.Entries.Count; i++)
        {
            var entry = append.Entries[i];
            _group.Add(group);
            _callbackId.Add(callbackId);
            _sequence.Add(entry.Sequence);
            _userHash.Add(entry.UserId is { } userId ? UserHash.Of(append.Group.Source, userId) : null);
            _receivedAt.Add(receivedAt);
            _since.Add(entry.Since?.ToUnixTimeMilliseconds());
            _kind.Add((short)entry.Kind);
            _effect.Add((short)entry.Effect);
            _role.Add((short)entry.Role);
            _wasMember.Add(entry.WasMember);
            _userId.Add(entry.UserId);
            _hash.Add(entry.Hash);
        }
    }
}
