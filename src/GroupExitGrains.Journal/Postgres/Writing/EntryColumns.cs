using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>The parameters <c>e_...</c>: entries.</summary>
internal sealed class EntryColumns(BatchColumns columns)
{
    private readonly List<int> _group = columns.Next<int>(NpgsqlDbType.Integer);
    private readonly List<Guid> _callbackId = columns.Next<Guid>(NpgsqlDbType.Uuid);
    private readonly List<long> _sequence = columns.Next<long>(NpgsqlDbType.Bigint);
    private readonly List<long?> _userHash = columns.Next<long?>(NpgsqlDbType.Bigint);
    private readonly List<long> _receivedAt = columns.Next<long>(NpgsqlDbType.Bigint);
    private readonly List<long?> _since = columns.Next<long?>(NpgsqlDbType.Bigint);
    private readonly List<short> _kind = columns.Next<short>(NpgsqlDbType.Smallint);
    private readonly List<short> _effect = columns.Next<short>(NpgsqlDbType.Smallint);
    private readonly List<short> _role = columns.Next<short>(NpgsqlDbType.Smallint);
    private readonly List<bool> _wasMember = columns.Next<bool>(NpgsqlDbType.Boolean);
    private readonly List<string?> _userId = columns.Next<string?>(NpgsqlDbType.Text);
    private readonly List<byte[]> _hash = columns.Next<byte[]>(NpgsqlDbType.Bytea);

    public void Add(int group, Append append)
    {
        var callbackId = append.Facts.CallbackId.Value;
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
            _hash.Add(entry.Hash.ToByteArray());
        }
    }
}
